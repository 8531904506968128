package io.github.thermae.internal.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How objects of a class are written as keys. Immutable. */
final class KeyForm implements Shaped {
  /** The ways to write a part of a key. */
  enum Way {
    /** The constant's name. */
    ENUM,
    /** Elements. */
    ARRAY,
    /** Components. */
    RECORD,
    /** Persistent fields. */
    FIELDS,
    /** Persistent fields, and the class's own readObject or readResolve after that. */
    REBUILT,
    /** Java serialization. */
    STREAM
  }

  /** A persistent field and its place. */
  record Slot(FieldSlot field, Place place) {
    static Slot of(FieldSlot field) {
      return new Slot(field, Place.of(field.type(), field.field().getGenericType()));
    }
  }

  private final Way way;
  private final String shape;
  private final List<Slot> slots;
  private final @Nullable Instances instances;
  private final Instances.@Nullable OfRecord records;

  private KeyForm(Way way, Class<?> type, String shape, List<FieldSlot> fields) {
    this.way = way;
    this.shape = shape;
    this.slots = fields.stream().map(Slot::of).toList();
    this.instances = way == Way.FIELDS || way == Way.REBUILT ? new Instances(type) : null;
    this.records = way == Way.RECORD ? new Instances.OfRecord(type, fields) : null;
  }

  static KeyForm of(Class<?> type) {
    ClassForm form = ClassForm.of(type);
    return switch (form.kind()) {
      case ENUM -> new KeyForm(Way.ENUM, type, form.shape(), List.of());
      case ARRAY -> new KeyForm(Way.ARRAY, type, form.shape(), List.of());
      case RECORD -> new KeyForm(Way.RECORD, type, form.shape(), form.slots());
      case FIELDS -> new KeyForm(Way.FIELDS, type, form.shape(), form.slots());
      case STREAM -> ofStream(type, form.shape());
    };
  }

  /** Fields are canonical where a stream may not be, so they are preferred. */
  private static KeyForm ofStream(Class<?> type, String shape) {
    if (!Classes.isJdk(type) && Classes.onlyReadsItself(type)) {
      try {
        return new KeyForm(Way.REBUILT, type, shape, ClassForm.slotsOf(type));
      } catch (UnfitClassException e) {
        return new KeyForm(Way.STREAM, type, shape, List.of());
      }
    }
    return new KeyForm(Way.STREAM, type, shape, List.of());
  }

  Way way() {
    return way;
  }

  @Override
  public String shape() {
    return shape;
  }

  List<Slot> slots() {
    return slots;
  }

  /** An object without content, for the ways that fill it. */
  Object makeEmpty() {
    if (instances == null) {
      throw new IllegalStateException(way + " objects are not made empty");
    }
    return instances.make();
  }

  /** A record of components in the order of the slots. */
  Object makeRecord(@Nullable Object[] components) {
    if (records == null) {
      throw new IllegalStateException(way + " objects have no components");
    }
    return records.make(components);
  }
}
