package io.github.thermae.internal.codec;

import java.io.IOException;

/** A class that has its say in its Java serialization: the bytes of {@link JavaStream}. */
final class StreamedForm extends DataForm {
  private final JavaStream stream;

  StreamedForm(Class<?> type, JavaStream stream) {
    super(type, NO_NUMBER);
    this.stream = stream;
  }

  @Override
  void write(TokenOutput out, Object value, DataSlot[] parts) throws IOException {
    out.writeBinary(stream.write(value));
  }

  @Override
  Object read(TokenInput in, DataSlot[] parts) throws IOException {
    try {
      return Decoded.notNull(stream.read(in.readBinary()));
    } catch (ClassNotFoundException e) {
      throw new DecodeException(
          DecodeException.Reason.CHANGED, type().getName() + " cannot be decoded any more", e);
    }
  }
}
