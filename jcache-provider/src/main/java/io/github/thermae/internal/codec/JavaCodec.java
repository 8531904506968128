package io.github.thermae.internal.codec;

import io.github.thermae.ThermaeException;

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
    try {
      return stream.write(value);
    } catch (UnfitClassException e) {
      throw scope.unfit(e);
    } catch (ThermaeException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      throw scope.failedToEncode("A value", value, e);
    }
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
