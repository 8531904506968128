package io.github.thermae.internal.codec;

import com.esotericsoftware.kryo.util.Pool;

/**
 * Values as compact bytes, by Kryo. A class is a number in them; a value whose class is gone,
 * changed or refused does not decode, and its class is not loaded for that. Cyclic graphs come back
 * as they were. Lengths and depth are bounded by the bytes. Thread-safe; holds classes, never
 * values.
 *
 * <table>
 * <caption>A value</caption>
 * <tr><td>class</td><td>varint: zero is null, below 256 {@link JdkTypes}, else {@link
 *   ClassDictionary}</td></tr>
 * <tr><td>reference</td><td>varint, only for objects whose identity counts: 1 a new object follows,
 *   n + 2 the n-th object of this value again</td></tr>
 * <tr><td>content</td><td>see {@link JdkValues}, {@link JdkContainers}, {@link
 *   ObjectSerializers}</td></tr>
 * </table>
 */
public final class KryoCodec implements ValueCodec {
  private static final int POOLED_MAX = 2 * Runtime.getRuntime().availableProcessors();

  static {
    KryoStart.withoutUnsafe();
  }

  private final CodecScope scope;
  private final Pool<CodecKryo> pool;

  public KryoCodec(
      String cacheName, ClassLoader loader, ClassDictionary dictionary, ClassGate gate) {
    this(new CodecScope(cacheName, loader, dictionary, gate));
  }

  KryoCodec(CodecScope scope) {
    this.scope = scope;
    Formats formats = new Formats(scope);
    this.pool =
        new Pool<>(true, true, POOLED_MAX) {
          @Override
          protected CodecKryo create() {
            return new CodecKryo(formats);
          }
        };
  }

  @Override
  public int schema() {
    return ValueFormat.KRYO;
  }

  @Override
  public byte[] encode(Object value) {
    return scope.encoded(
        value,
        () -> {
          CodecKryo kryo = pool.obtain();
          byte[] bytes = kryo.write(value);
          // Not in a finally: an instance that failed is thrown away.
          pool.free(kryo);
          return bytes;
        });
  }

  @Override
  @SuppressWarnings("CatchingUnchecked") // Whatever bytes can cause must come out as one exception.
  public Object decode(byte[] bytes) {
    CodecKryo kryo = pool.obtain();
    try {
      Object value = kryo.read(bytes);
      pool.free(kryo);
      return value;
    } catch (Throwable e) {
      throw Failures.ofDecoding(scope, e);
    }
  }
}
