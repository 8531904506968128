package io.github.thermae.internal.codec;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.codec.DecodeException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Keys in the one form that all their equals have. Strings are TEXT where SQLite keeps them apart,
 * numbers of the cache's declared integer type are INTEGER, all others are {@link KeyWriter}'s
 * tagged bytes, in which 1, 1L, "1", '1' and 1.0 are five keys. A class that is no good as a key is
 * refused when it is first seen ({@link KeyProof}). Thread-safe; holds classes, never keys.
 */
public final class CanonicalKeyCodec implements KeyCodec {
  private final CodecScope scope;
  private final @Nullable Class<?> integerKeyType;
  private final KeyClasses classes;
  private final KeyProof proof;

  /**
   * A codec for one cache.
   *
   * @param integerKeyType the cache's declared key type if it is Long, Integer, Short or Byte
   */
  public CanonicalKeyCodec(
      String cacheName,
      ClassLoader loader,
      ClassDictionary dictionary,
      ClassGate gate,
      @Nullable Class<?> integerKeyType) {
    KryoStart.withoutUnsafe();
    this.scope = new CodecScope(cacheName, loader, dictionary, gate);
    this.integerKeyType = integerKeyType == null ? null : requireInteger(integerKeyType);
    this.classes = KeyClasses.of(scope);
    this.proof = new KeyProof(scope, classes);
  }

  @Override
  public EncodedKey encode(Object key) {
    if (key instanceof String text && isText(text)) {
      return EncodedKey.ofText(text);
    }
    if (key.getClass() == integerKeyType) {
      return EncodedKey.ofInteger(((Number) key).longValue());
    }
    return EncodedKey.ofBinary(binary(key));
  }

  @Override
  @SuppressWarnings("CatchingUnchecked") // Whatever bytes can cause must come out as one exception.
  public Object decode(EncodedKey key) {
    try {
      return switch (key.kind()) {
        case TEXT -> text(key);
        case INTEGER -> integer(key);
        case BINARY -> new KeyReader(classes).read(key.bytes());
      };
    } catch (Throwable e) {
      throw Failures.ofDecoding(scope, e);
    }
  }

  private byte[] binary(Object key) {
    if (key.getClass().isArray()) {
      throw new ThermaeException(
          ("An array (%s) cannot be a key in cache '%s': arrays are equal only to themselves. Use a"
                  + " List, or a record of its elements")
              .formatted(key.getClass().getTypeName(), scope.cacheName()));
    }
    try {
      KeyWriter writer = new KeyWriter(classes);
      byte[] bytes = writer.write(key);
      proof.require(key, bytes, writer.met());
      return bytes;
    } catch (UnfitClassException e) {
      throw scope.unfitForKey(e);
    } catch (ThermaeException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      throw scope.failedToEncode("A key", key, e);
    }
  }

  private Object text(EncodedKey key) {
    String text = key.text();
    if (!EncodedKey.ofText(text).equals(key)) {
      throw new DecodeException(Reason.DAMAGED, "A text key is not well-formed UTF-8");
    }
    return text;
  }

  private Object integer(EncodedKey key) {
    if (integerKeyType == null || key.bytes().length != Long.BYTES) {
      throw new DecodeException(
          Reason.DAMAGED, "Cache '" + scope.cacheName() + "' has no such integer keys");
    }
    return narrow(key.integer(), integerKeyType);
  }

  private static Object narrow(long value, Class<?> type) {
    Object narrowed =
        type == Long.class
            ? (Object) value
            : type == Integer.class
                ? (Object) (int) value
                : type == Short.class ? (Object) (short) value : (Object) (byte) value;
    if (((Number) narrowed).longValue() != value) {
      throw new DecodeException(Reason.DAMAGED, value + " is no " + type.getSimpleName());
    }
    return narrowed;
  }

  private static Class<?> requireInteger(Class<?> type) {
    if (type == Long.class || type == Integer.class || type == Short.class || type == Byte.class) {
      return type;
    }
    throw new IllegalArgumentException(type.getName() + " is not Long, Integer, Short or Byte");
  }

  /** Whether SQLite's TEXT keeps the string as it is: no unpaired surrogate, and no NUL. */
  private static boolean isText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!paired) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
