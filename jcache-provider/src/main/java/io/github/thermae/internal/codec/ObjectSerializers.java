package io.github.thermae.internal.codec;

import io.github.thermae.internal.codec.OpenObjects.Trait;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The serializers for each {@link ClassForm.Kind}. Fields stand in the order of their labels, the
 * primitive ones bare, the others with the class of their value.
 */
final class ObjectSerializers {
  private ObjectSerializers() {}

  static WireSerializer<Object> of(Class<?> type, ClassForm form, JavaStream stream) {
    return switch (form.kind()) {
      case ENUM -> new OfEnum();
      case ARRAY -> new OfArray();
      case RECORD -> new OfRecord(type, form.slots());
      case FIELDS -> new OfFields(type, form.slots());
      case STREAM -> new OfStream(stream);
    };
  }

  /** The constant's name. */
  private static final class OfEnum extends WireSerializer<Object> {
    @Override
    void writeTo(CodecKryo kryo, WireOutput out, Object object) {
      out.writeText(((Enum<?>) object).name());
    }

    @Override
    Object readFrom(CodecKryo kryo, WireInput in, Class<?> type) {
      return EnumNames.constant(type, in.readText());
    }
  }

  /** Length and elements, of whatever component type. */
  static final class OfArray extends WireSerializer<Object> {
    @Override
    void writeTo(CodecKryo kryo, WireOutput out, Object object) {
      kryo.open().enter(object, Trait.EARLY);
      writeAll(kryo, out, (@Nullable Object[]) object);
      kryo.open().leave();
    }

    @Override
    Object readFrom(CodecKryo kryo, WireInput in, Class<?> type) {
      int length = in.readCount(1);
      @Nullable Object[] array =
          (@Nullable Object[]) Array.newInstance(type.getComponentType(), length);
      kryo.reference(array);
      kryo.open().enter(array, Trait.EARLY);
      for (int i = 0; i < length; i++) {
        array[i] = kryo.readClassAndObject(in);
      }
      kryo.open().leave();
      return array;
    }
  }

  /** Components, then the canonical constructor. */
  private static final class OfRecord extends WireSerializer<Object> {
    private final FieldSlot[] slots;
    private final Instances.OfRecord instances;

    OfRecord(Class<?> type, List<FieldSlot> slots) {
      this.slots = slots.toArray(FieldSlot[]::new);
      this.instances = new Instances.OfRecord(type, slots);
    }

    @Override
    void writeTo(CodecKryo kryo, WireOutput out, Object object) {
      kryo.open().enter(object, Trait.LATE);
      writeSlots(kryo, out, object, slots);
      kryo.open().leave();
    }

    @Override
    Object readFrom(CodecKryo kryo, WireInput in, Class<?> type) {
      kryo.open().enter(null, Trait.LATE);
      @Nullable Object[] values = new @Nullable Object[slots.length];
      for (int i = 0; i < slots.length; i++) {
        values[i] = slots[i].isPrimitive() ? slots[i].readBoxed(in) : kryo.readClassAndObject(in);
      }
      Object made = instances.make(values);
      kryo.open().leave(made);
      return made;
    }
  }

  /** Fields, into an empty object. */
  private static final class OfFields extends WireSerializer<Object> {
    private final FieldSlot[] slots;
    private final Instances instances;

    OfFields(Class<?> type, List<FieldSlot> slots) {
      this.slots = slots.toArray(FieldSlot[]::new);
      this.instances = new Instances(type);
    }

    @Override
    void writeTo(CodecKryo kryo, WireOutput out, Object object) {
      kryo.open().enter(object, Trait.EARLY);
      writeSlots(kryo, out, object, slots);
      kryo.open().leave();
    }

    @Override
    Object readFrom(CodecKryo kryo, WireInput in, Class<?> type) {
      Object made = instances.make();
      kryo.reference(made);
      kryo.open().enter(made, Trait.EARLY);
      for (FieldSlot slot : slots) {
        if (slot.isPrimitive()) {
          slot.readPrimitive(in, made);
        } else {
          slot.set(made, kryo.readClassAndObject(in));
        }
      }
      kryo.open().leave();
      return made;
    }
  }

  /** A {@link JavaStream} and its length. */
  private static final class OfStream extends WireSerializer<Object> {
    private final JavaStream stream;

    OfStream(JavaStream stream) {
      this.stream = stream;
    }

    @Override
    void writeTo(CodecKryo kryo, WireOutput out, Object object) {
      out.writeBlock(stream.write(object));
    }

    @Override
    Object readFrom(CodecKryo kryo, WireInput in, Class<?> type) {
      try {
        // readResolve may give an object of another class, which its field then takes or refuses.
        return stream.read(in.readBlock());
      } catch (IOException | ClassNotFoundException e) {
        throw new IllegalArgumentException(e);
      }
    }
  }

  private static void writeSlots(CodecKryo kryo, WireOutput out, Object object, FieldSlot[] slots) {
    for (FieldSlot slot : slots) {
      if (slot.isPrimitive()) {
        slot.writePrimitive(out, object);
      } else {
        kryo.writeClassAndObject(out, slot.get(object));
      }
    }
  }
}
