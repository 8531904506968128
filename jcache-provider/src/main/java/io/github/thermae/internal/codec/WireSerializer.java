package io.github.thermae.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import org.jspecify.annotations.Nullable;

/**
 * A serializer with the types of this package. Implementations owe: what holds other objects steps
 * in and out of {@link OpenObjects}; every length goes through {@link WireInput#readCount}.
 * Stateless, so that all instances of Kryo share it.
 */
abstract class WireSerializer<T> extends Serializer<T> {
  abstract void writeTo(CodecKryo kryo, WireOutput out, T object);

  abstract T readFrom(CodecKryo kryo, WireInput in, Class<?> type);

  @Override
  public final void write(Kryo kryo, Output output, T object) {
    writeTo((CodecKryo) kryo, (WireOutput) output, object);
  }

  @Override
  public final T read(Kryo kryo, Input input, Class<? extends T> type) {
    return readFrom((CodecKryo) kryo, (WireInput) input, type);
  }

  static void writeAll(CodecKryo kryo, WireOutput out, @Nullable Object[] elements) {
    out.writeCount(elements.length);
    for (Object element : elements) {
      kryo.writeClassAndObject(out, element);
    }
  }

  /** What {@link #writeAll} wrote. */
  static @Nullable Object[] readAll(CodecKryo kryo, WireInput in) {
    @Nullable Object[] elements = new @Nullable Object[in.readCount(1)];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = kryo.readClassAndObject(in);
    }
    return elements;
  }
}
