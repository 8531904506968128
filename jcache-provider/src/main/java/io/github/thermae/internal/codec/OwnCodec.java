package io.github.thermae.internal.codec;

import io.github.thermae.ThermaeException;
import io.github.thermae.codec.Codec;
import io.github.thermae.codec.CodecContext;
import io.github.thermae.codec.NoEncodedFormException;
import io.github.thermae.internal.codec.DecodeException.Reason;
import org.jspecify.annotations.Nullable;

/** A codec of the user's, held to its contract. Thread-safe as far as that is. */
final class OwnCodec implements ValueCodec {
  /** Tells the dictionary's entry of a codec from one of a class whose objects are stored. */
  static final String SHAPE = "codec";

  private final CodecScope scope;
  private final Codec codec;
  private final CodecContext encoding;
  private final CodecContext decoding;

  OwnCodec(CodecScope scope, Codec codec) {
    this.scope = scope;
    this.codec = codec;
    this.encoding = new Context(scope, false);
    this.decoding = new Context(scope, true);
  }

  @Override
  public int schema() {
    int number = scope.dictionary().idOf(new ClassShape(codec.getClass().getName(), SHAPE));
    return ValueFormat.of(ValueFormat.OWN, number);
  }

  @Override
  public byte[] encode(Object value) {
    byte @Nullable [] bytes;
    try {
      bytes = codec.encode(value, encoding);
    } catch (NoEncodedFormException e) {
      throw new UnencodableException(message(value, String.valueOf(e.getMessage())), e);
    } catch (Exception | StackOverflowError | LinkageError e) {
      keepInterrupt(e);
      throw failed(value, e.toString(), e);
    }
    if (bytes == null) {
      throw failed(value, "it returned null", null);
    }
    return bytes.clone();
  }

  @Override
  @SuppressWarnings("CatchingUnchecked") // Whatever bytes can cause must come out as one exception.
  public Object decode(byte[] bytes) {
    try {
      return Decoded.notNull(codec.decode(bytes.clone(), decoding));
    } catch (Throwable e) {
      keepInterrupt(e);
      throw Failures.ofDecoding(scope, e);
    }
  }

  private static void keepInterrupt(Throwable failure) {
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
  }

  private ThermaeException failed(Object value, String how, @Nullable Throwable cause) {
    return new ThermaeException(message(value, how), cause);
  }

  private String message(Object value, String how) {
    return "The codec %s failed to encode a value of class %s in cache '%s': %s"
        .formatted(codec.getClass().getName(), value.getClass().getName(), scope.cacheName(), how);
  }

  private record Context(CodecScope scope, boolean isDecoding) implements CodecContext {
    @Override
    public String cacheName() {
      return scope.cacheName();
    }

    @Override
    public ClassLoader classLoader() {
      return scope.loader();
    }

    @Override
    public void requireAllowed(String className) {
      if (scope.gate().allows(className)) {
        return;
      }
      String refusal = scope.gate().refusal(className);
      throw isDecoding
          ? new DecodeException(Reason.REFUSED, refusal)
          : new ThermaeException(refusal);
    }
  }
}
