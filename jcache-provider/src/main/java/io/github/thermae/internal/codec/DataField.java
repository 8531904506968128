package io.github.thermae.internal.codec;

import java.io.IOException;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** A persistent field of a class, as tokens. A primitive needs no object on the way. Immutable. */
final class DataField {
  private final FieldSlot slot;
  private final Field field;
  private final Class<?> type;
  private final DataSlot content;

  DataField(FieldSlot slot, DataSlot content) {
    this.slot = slot;
    this.field = slot.field();
    this.type = slot.type();
    this.content = content;
  }

  String label() {
    return slot.label();
  }

  void write(TokenOutput out, Object owner) throws IOException {
    if (!slot.isPrimitive()) {
      content.write(out, slot.get(owner));
      return;
    }
    try {
      writePrimitive(out, owner);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private void writePrimitive(TokenOutput out, Object owner)
      throws IOException, IllegalAccessException {
    if (type == int.class) {
      out.writeInt(field.getInt(owner));
    } else if (type == long.class) {
      out.writeLong(field.getLong(owner));
    } else if (type == boolean.class) {
      out.writeBoolean(field.getBoolean(owner));
    } else if (type == double.class) {
      out.writeDouble(field.getDouble(owner));
    } else if (type == float.class) {
      out.writeFloat(field.getFloat(owner));
    } else if (type == char.class) {
      out.writeText(String.valueOf(field.getChar(owner)));
    } else if (type == short.class) {
      out.writeInt(field.getShort(owner));
    } else {
      out.writeInt(field.getByte(owner));
    }
  }

  /** Reads the value, a primitive boxed. */
  @Nullable Object read(TokenInput in) throws IOException {
    if (!slot.isPrimitive()) {
      return content.read(in);
    }
    if (type == int.class) {
      return in.readInt();
    } else if (type == long.class) {
      return in.readLong();
    } else if (type == boolean.class) {
      return in.readBoolean();
    } else if (type == double.class) {
      return in.readDouble();
    } else if (type == float.class) {
      return in.readFloat();
    } else if (type == char.class) {
      return ScalarForms.character(in.readText());
    } else if (type == short.class) {
      return (short) in.readInteger(Short.MIN_VALUE, Short.MAX_VALUE);
    }
    return (byte) in.readInteger(Byte.MIN_VALUE, Byte.MAX_VALUE);
  }

  void readInto(TokenInput in, Object owner) throws IOException {
    set(owner, read(in));
  }

  private void set(Object owner, @Nullable Object value) {
    try {
      slot.set(owner, value);
    } catch (IllegalArgumentException e) {
      throw TokenInput.misfit(
          field.toString(), value == null ? "null" : value.getClass().getName());
    }
  }

  /** What a record gets in place of a component that is missing in the bytes. */
  @Nullable Object missing() {
    return slot.isPrimitive() ? ScalarForms.zero(type) : content.missing();
  }

  /** An object keeps what its constructor has set. */
  void setMissing(Object owner) {
    if (!slot.isPrimitive() && slot.get(owner) == null) {
      set(owner, content.missing());
    }
  }
}
