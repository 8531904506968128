package io.github.thermae.internal.codec;

import java.lang.reflect.Field;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One persistent field of a class: its name in the shape, and access to it. Primitives are written
 * bare, as the field's type says what they are. Immutable.
 */
final class FieldSlot {
  /** How the content is written. */
  private enum Kind {
    BOOLEAN,
    BYTE,
    SHORT,
    CHAR,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    /** Anything that is not a primitive. */
    OBJECT
  }

  private final Field field;
  private final String label;
  private final Kind kind;

  /** A field that has been made accessible. */
  FieldSlot(Field field, String label) {
    this.field = field;
    this.label = label;
    this.kind = kindOf(field.getType());
  }

  Field field() {
    return field;
  }

  Class<?> type() {
    return field.getType();
  }

  String label() {
    return label;
  }

  boolean isPrimitive() {
    return kind != Kind.OBJECT;
  }

  @Nullable Object get(Object owner) {
    try {
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  void set(Object owner, @Nullable Object value) {
    try {
      field.set(owner, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  void writePrimitive(WireOutput out, Object owner) {
    try {
      switch (kind) {
        case BOOLEAN -> out.writeBoolean(field.getBoolean(owner));
        case BYTE -> out.writeByte(field.getByte(owner));
        case SHORT -> out.writeShort(field.getShort(owner));
        case CHAR -> out.writeChar(field.getChar(owner));
        case INT -> out.writeVarInt(field.getInt(owner), false);
        case LONG -> out.writeVarLong(field.getLong(owner), false);
        // One NaN, as equals has it.
        case FLOAT -> out.writeInt(Float.floatToIntBits(field.getFloat(owner)));
        case DOUBLE -> out.writeLong(Double.doubleToLongBits(field.getDouble(owner)));
        case OBJECT -> throw new IllegalStateException(field + " is not primitive");
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads what {@link #writePrimitive} wrote into an object. */
  void readPrimitive(WireInput in, Object owner) {
    try {
      switch (kind) {
        case BOOLEAN -> field.setBoolean(owner, in.readBoolean());
        case BYTE -> field.setByte(owner, in.readByte());
        case SHORT -> field.setShort(owner, in.readShort());
        case CHAR -> field.setChar(owner, in.readChar());
        case INT -> field.setInt(owner, in.readVarInt(false));
        case LONG -> field.setLong(owner, in.readVarLong(false));
        case FLOAT -> field.setFloat(owner, Float.intBitsToFloat(in.readInt()));
        case DOUBLE -> field.setDouble(owner, Double.longBitsToDouble(in.readLong()));
        case OBJECT -> throw new IllegalStateException(field + " is not primitive");
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads what {@link #writePrimitive} wrote, for a record's constructor. */
  Object readBoxed(WireInput in) {
    return switch (kind) {
      case BOOLEAN -> in.readBoolean();
      case BYTE -> in.readByte();
      case SHORT -> in.readShort();
      case CHAR -> in.readChar();
      case INT -> in.readVarInt(false);
      case LONG -> in.readVarLong(false);
      case FLOAT -> Float.intBitsToFloat(in.readInt());
      case DOUBLE -> Double.longBitsToDouble(in.readLong());
      case OBJECT -> throw new IllegalStateException(field + " is not primitive");
    };
  }

  private static Kind kindOf(Class<?> type) {
    return type.isPrimitive() ? Kind.valueOf(type.getName().toUpperCase(Locale.ROOT)) : Kind.OBJECT;
  }
}
