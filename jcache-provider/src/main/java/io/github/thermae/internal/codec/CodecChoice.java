package io.github.thermae.internal.codec;

import io.github.thermae.ThermaeException;
import io.github.thermae.codec.BuiltInCodec;
import io.github.thermae.codec.Codec;
import java.lang.reflect.InvocationTargetException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The codec that a cache is set to. Two choices are equal if they have the same name; a class is
 * the same only within one class loader.
 */
public final class CodecChoice {
  /** The codec where none is set. */
  public static final CodecChoice DEFAULT = new CodecChoice(BuiltInCodec.KRYO.settingName(), null);

  private final String name;
  private final @Nullable Codec own;

  private CodecChoice(String name, @Nullable Codec own) {
    this.name = name;
    this.own = own;
  }

  /**
   * The choice that a name in the settings stands for. A codec of the user's is made here, so his
   * code runs.
   *
   * @throws ThermaeException if there is no such codec, its library is missing, or it does not fit
   *     the declared type of the values
   */
  public static CodecChoice of(
      String name, String cacheName, ClassLoader loader, Class<?> valueType) {
    BuiltInCodec builtIn = BuiltInCodec.of(name).orElse(null);
    if (builtIn == null) {
      return new CodecChoice(name, make(name, cacheName, loader));
    }
    if (builtIn == BuiltInCodec.BYTES) {
      BytesCodec.requireFits(cacheName, valueType);
    }
    return new CodecChoice(builtIn.settingName(), null);
  }

  /** The choice of a codec that the user has made himself. */
  public static CodecChoice of(Codec codec) {
    return new CodecChoice(codec.getClass().getName(), codec);
  }

  /** The built-in codec, where it is not the user's own. */
  BuiltInCodec builtIn() {
    return BuiltInCodec.of(name).orElseThrow();
  }

  /** The user's own codec, or null if it is a built-in one. */
  @Nullable Codec own() {
    return own;
  }

  /** A new codec of the user's. */
  static Codec make(String className, String cacheName, ClassLoader loader) {
    try {
      Class<?> type = Class.forName(className, false, loader);
      if (!Codec.class.isAssignableFrom(type)) {
        throw unusable(className, cacheName, "it does not implement " + Codec.class.getName());
      }
      return (Codec) type.getConstructor().newInstance();
    } catch (ClassNotFoundException e) {
      throw unusable(className, cacheName, "the cache's class loader does not find it", e);
    } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
      throw unusable(
          className,
          cacheName,
          "it needs a public constructor without parameters in a public class",
          e);
    } catch (InvocationTargetException e) {
      throw unusable(className, cacheName, "its constructor failed: " + e.getCause(), e);
    } catch (LinkageError e) {
      throw unusable(className, cacheName, e.toString(), e);
    }
  }

  private static ThermaeException unusable(String className, String cacheName, String why) {
    return unusable(className, cacheName, why, null);
  }

  private static ThermaeException unusable(
      String className, String cacheName, String why, @Nullable Throwable cause) {
    return new ThermaeException(
        "Class %s cannot be the codec of cache '%s': %s".formatted(className, cacheName, why),
        cause);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CodecChoice that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
