package io.github.thermae.internal.codec;

import io.github.thermae.codec.BuiltInCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.stream.Stream;

/** Java serialization refuses what is not Serializable. */
class JavaCodecContractTest extends ValueCodecContract {
  JavaCodecContractTest() {
    super(BuiltInCodec.JAVA);
  }

  @Override
  boolean mayRefuse(Object value) {
    try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
      out.writeObject(value);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** TC_ARRAY of class 256, whatever that is, and a length. */
  @Override
  Stream<byte[]> lengthBombs() {
    codec().encode(new int[] {1});
    return Stream.of(0x7FFFFFFF, 100_000_000)
        .map(
            length ->
                new byte[] {
                  0x75,
                  0x72,
                  0,
                  0,
                  1,
                  0,
                  0x78,
                  0x70,
                  (byte) (length >> 24),
                  (byte) (length >> 16),
                  (byte) (length >> 8),
                  length.byteValue()
                });
  }

  @Override
  byte[] deepBytes() {
    byte[] one = codec().encode(new Object[] {new Object[] {}});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(java.util.Arrays.copyOf(one, 12));
    for (int i = 0; i < 100_000; i++) {
      // TC_ARRAY of the class that was described first, with one element.
      bytes.writeBytes(new byte[] {0x75, 0x71, 0, 0x7E, 0, 0, 0, 0, 0, 1});
    }
    return bytes.toByteArray();
  }
}
