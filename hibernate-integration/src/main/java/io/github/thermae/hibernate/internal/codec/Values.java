package io.github.thermae.hibernate.internal.codec;

import io.github.thermae.codec.NoEncodedFormException;
import java.io.Serializable;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.property.access.internal.PropertyAccessStrategyBackRefImpl;
import org.jspecify.annotations.Nullable;

/**
 * Objects of any kind that a cache value is made of, each behind the tag of its class. Hibernate's
 * two placeholders come back as the same objects. Thread-safe.
 */
final class Values {
  private final FormTable table = new FormTable();
  private final Form enums;
  private final Form serialized;

  /**
   * Forms.
   *
   * @param declared the classes that the mapping names
   */
  Values(DeclaredClasses declared) {
    this.enums = new EnumForm(declared);
    this.serialized = new SerializedForm(declared);
    JdkForms.addTo(table);
    Containers.addTo(table, this, declared);
    table.addTag(Tag.ENUM, enums);
    table.addTag(Tag.SERIALIZED, serialized);
    HibernateParts.addTo(table, this);
  }

  void write(@Nullable Object value, StateOutput out) throws NoEncodedFormException {
    int constant = constantOf(value);
    if (constant >= 0 || value == null) {
      out.writeByte(constant);
      return;
    }
    FormTable.Tagged known = table.of(value.getClass());
    if (known != null) {
      out.writeByte(known.tag());
      known.form().write(value, out);
    } else if (value instanceof Enum) {
      out.writeByte(Tag.ENUM);
      enums.write(value, out);
    } else if (value.getClass().isArray()) {
      out.writeByte(Tag.ARRAY);
      table.of(Tag.ARRAY).write(value, out);
    } else if (value instanceof Serializable) {
      out.writeByte(Tag.SERIALIZED);
      serialized.write(value, out);
    } else {
      throw new NoEncodedFormException(
          "objects of class " + value.getClass().getName() + " have no form in bytes");
    }
  }

  /** The tag of what is one object only; negative for all else. */
  private static int constantOf(@Nullable Object value) {
    if (value == null) {
      return Tag.NULL;
    }
    if (value instanceof Boolean truth) {
      return truth ? Tag.TRUE : Tag.FALSE;
    }
    if (value == LazyPropertyInitializer.UNFETCHED_PROPERTY) {
      return Tag.UNFETCHED;
    }
    return value == PropertyAccessStrategyBackRefImpl.UNKNOWN ? Tag.UNKNOWN : -1;
  }

  /** Whether Hibernate has put this in the place of a value. */
  static boolean isPlaceholder(Object value) {
    return value == LazyPropertyInitializer.UNFETCHED_PROPERTY
        || value == PropertyAccessStrategyBackRefImpl.UNKNOWN;
  }

  @Nullable Object read(StateInput in) {
    int tag = in.readByte();
    return switch (tag) {
      case Tag.NULL -> null;
      case Tag.TRUE -> true;
      case Tag.FALSE -> false;
      case Tag.UNFETCHED -> LazyPropertyInitializer.UNFETCHED_PROPERTY;
      case Tag.UNKNOWN -> PropertyAccessStrategyBackRefImpl.UNKNOWN;
      default -> table.of(tag).read(in);
    };
  }

  /** As {@link #read} where nothing but an object of a class makes sense. */
  <T> T read(StateInput in, Class<T> type) {
    Object value = read(in);
    if (!type.isInstance(value)) {
      throw new UnreadableStateException("there is no " + type.getName() + " where one must be");
    }
    return type.cast(value);
  }
}
