package io.github.thermae.internal.codec;

import io.github.thermae.codec.BuiltInCodec;
import java.util.stream.Stream;

/** Kryo holds all that the contract has. */
class KryoCodecContractTest extends ValueCodecContract {
  KryoCodecContractTest() {
    super(BuiltInCodec.KRYO);
  }

  @Override
  boolean mayRefuse(Object value) {
    return false;
  }

  @Override
  Stream<byte[]> lengthBombs() {
    return Stream.of(JdkTypes.ARRAY_LIST, JdkTypes.HASH_MAP, JdkTypes.OBJECT_ARRAY, JdkTypes.BYTES)
        .map(number -> new byte[] {number.byteValue(), 1, -1, -1, -1, -1, 7});
  }

  @Override
  byte[] deepBytes() {
    return repeated(new byte[] {JdkTypes.ARRAY_LIST, 1, 1}, 100_000);
  }
}
