package io.github.thermae.internal.codec;

/**
 * Values by Java serialization, behind the gate: see {@link JavaStream}. A class whose {@code
 * serialVersionUID} or fields have changed does not decode. Thread-safe.
 */
final class JavaCodec implements ValueCodec {
  private final CodecScope scope;
  private final JavaStream stream;

  JavaCodec(CodecScope scope) {
    this.scope = scope;
    this.stream = new JavaStream(scope);
  }

  @Override
  public int schema() {
    return ValueFormat.JAVA;
  }

  @Override
  public byte[] encode(Object value) {
    return scope.encoded(value, () -> stream.write(value));
  }

  @Override
  @SuppressWarnings("CatchingUnchecked") // Whatever bytes can cause must come out as one exception.
  public Object decode(byte[] bytes) {
    try {
      return Decoded.notNull(stream.read(bytes));
    } catch (Throwable e) {
      throw Failures.ofDecoding(scope, e);
    }
  }
}
