package io.github.thermae.internal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.thermae.codec.BuiltInCodec;
import java.util.stream.Stream;

/** JSON holds all that the contract has. */
class JsonCodecContractTest extends ValueCodecContract {
  JsonCodecContractTest() {
    super(BuiltInCodec.JSON);
  }

  @Override
  boolean mayRefuse(Object value) {
    return false;
  }

  @Override
  Stream<byte[]> lengthBombs() {
    return Stream.of(
            "9".repeat(1_000_000),
            "1e999999999",
            "{\"@type\":\"java.math.BigInteger\",\"@value\":1e999999999}",
            "{\"@type\":\"java.math.BigDecimal\",\"@value\":" + "9".repeat(1_000_000) + "}",
            "{\"@type\":\"java.util.BitSet\",\"@value\":\"/////////w==\"}")
        .map(text -> text.getBytes(UTF_8));
  }

  @Override
  byte[] deepBytes() {
    return repeated(new byte[] {'['}, 100_000);
  }
}
