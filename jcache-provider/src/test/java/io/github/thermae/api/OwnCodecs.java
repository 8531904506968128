package io.github.thermae.api;

import io.github.thermae.codec.Codec;
import io.github.thermae.codec.CodecContext;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Codecs as users write them, good and bad. */
final class OwnCodecs {
  private OwnCodecs() {}

  /** Text, turned round so that nobody takes it for another codec's. */
  public static class Reversing implements Codec {
    static volatile Runnable whileCalled = () -> {};

    @Override
    public byte[] encode(Object value, CodecContext context) {
      whileCalled.run();
      return reversed((String) value).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Object decode(byte[] bytes, CodecContext context) {
      whileCalled.run();
      return reversed(new String(bytes, StandardCharsets.UTF_8));
    }

    private static String reversed(String text) {
      return new StringBuilder(text).reverse().toString();
    }
  }

  /** Does to one value what no codec should. */
  public static class Unreliable extends Reversing {
    @Override
    public byte[] encode(Object value, CodecContext context) {
      if (value.equals("null")) {
        return nothing();
      }
      if (value.equals("fails")) {
        throw new IllegalStateException("not this one");
      }
      return super.encode(value, context);
    }

    @Override
    public Object decode(byte[] bytes, CodecContext context) {
      switch (bytes[0]) {
        case '1' -> throw new StackOverflowError();
        case '2' -> throw new OutOfMemoryError();
        case '3' -> throw new NoClassDefFoundError("gone");
        case '4' -> context.requireAllowed("com.acme.Forbidden");
        default -> {}
      }
      return super.decode(bytes, context);
    }

    @SuppressWarnings("NullAway") // what a user without a null checker can do
    private static byte[] nothing() {
      return null;
    }
  }

  /**
   * Counters, in one array that it writes into again and again, and into those that it is given.
   */
  public static final class Scribbling implements Codec {
    private final byte[] only = new byte[1];

    @Override
    public byte[] encode(Object value, CodecContext context) {
      only[0] = (byte) ((AtomicInteger) value).get();
      return only;
    }

    @Override
    public Object decode(byte[] bytes, CodecContext context) {
      AtomicInteger value = new AtomicInteger(bytes[0]);
      bytes[0] = -1;
      return value;
    }
  }

  /** No codec at all. */
  public static final class NoCodec {}

  /** Cannot be made. */
  public static final class WithParameter extends Reversing {
    public WithParameter(String parameter) {}
  }

  /** Cannot be made either. */
  public static final class Failing extends Reversing {
    public Failing() {
      throw new IllegalStateException("no licence");
    }
  }
}
