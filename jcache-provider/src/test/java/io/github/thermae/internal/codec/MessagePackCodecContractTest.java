package io.github.thermae.internal.codec;

import io.github.thermae.codec.BuiltInCodec;
import java.util.stream.Stream;

/** MessagePack holds all that the contract has. */
class MessagePackCodecContractTest extends ValueCodecContract {
  MessagePackCodecContractTest() {
    super(BuiltInCodec.MESSAGE_PACK);
  }

  @Override
  boolean mayRefuse(Object value) {
    return false;
  }

  @Override
  Stream<byte[]> lengthBombs() {
    return Stream.of(0xC6, 0xDB, 0xDD, 0xDF)
        .flatMap(
            format ->
                Stream.of(
                    new byte[] {format.byteValue(), 0x7F, -1, -1, -1},
                    new byte[] {format.byteValue(), -1, -1, -1, -1},
                    new byte[] {format.byteValue(), 0, 0, 1, 0}));
  }

  @Override
  byte[] deepBytes() {
    return repeated(new byte[] {(byte) 0x91}, 100_000);
  }
}
