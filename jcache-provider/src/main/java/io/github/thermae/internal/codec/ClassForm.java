package io.github.thermae.internal.codec;

import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.stream.BaseStream;
import java.util.stream.Collectors;

/**
 * How objects of a class are written, and the shape that the dictionary remembers. Immutable.
 *
 * <table>
 * <caption>Kinds and shapes</caption>
 * <tr><td>enum</td><td>{@code enum}</td><td>constants are written by name</td></tr>
 * <tr><td>array</td><td>{@code array of com.acme.Foo}</td><td></td></tr>
 * <tr><td>record</td><td>{@code age:int,name:java.lang.String}</td><td>components</td></tr>
 * <tr><td>class with its own Java serialization</td><td>{@code serial 42 params:[Ljava.lang.Object;}
 *   </td><td>see {@link StreamForm}</td></tr>
 * <tr><td>other class</td><td>{@code age:int,name:java.lang.String}</td><td>persistent fields</td></tr>
 * </table>
 *
 * <p>Persistent fields are those that are neither static nor transient, of the class and all its
 * superclasses, sorted by name. Where a name occurs twice, the superclass's field is called by its
 * class as well: {@code com.acme.Base.name}.
 */
final class ClassForm implements Shaped {
  /** The ways to write an object. */
  enum Kind {
    /** The constant's name. */
    ENUM,
    /** Length and elements. */
    ARRAY,
    /** Components; made by the canonical constructor. */
    RECORD,
    /** Persistent fields, into an empty object. */
    FIELDS,
    /** Java serialization, as the class asks for it. */
    STREAM
  }

  private final Kind kind;
  private final String shape;
  private final List<FieldSlot> slots;

  private ClassForm(Kind kind, String shape, List<FieldSlot> slots) {
    this.kind = kind;
    this.shape = shape;
    this.slots = slots;
  }

  /**
   * The form of a class.
   *
   * @throws UnfitClassException if objects of the class cannot be written
   */
  static ClassForm of(Class<?> type) {
    refuseUnfit(type);
    if (type.isEnum()) {
      return new ClassForm(Kind.ENUM, "enum", List.of());
    }
    if (type.isArray()) {
      String element = type.getComponentType().getName();
      return new ClassForm(Kind.ARRAY, "array of " + element, List.of());
    }
    if (type.isRecord()) {
      return ofFields(Kind.RECORD, type);
    }
    if (Classes.isJdk(type)) {
      return ofJdk(type);
    }
    if (Classes.hasOwnStream(type)) {
      return ofStream(type);
    }
    return ofFields(Kind.FIELDS, type);
  }

  Kind kind() {
    return kind;
  }

  @Override
  public String shape() {
    return shape;
  }

  /** The persistent fields, sorted by label; none for kinds that have no use for them. */
  List<FieldSlot> slots() {
    return slots;
  }

  /** The persistent fields of a class, whatever its kind. */
  static List<FieldSlot> slotsOf(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())
            && !Modifier.isTransient(field.getModifiers())) {
          fields.add(field);
        }
      }
    }
    return labelled(fields).stream().sorted(Comparator.comparing(FieldSlot::label)).toList();
  }

  /** Fields come with those of the class before those of its superclasses. */
  private static Collection<FieldSlot> labelled(List<Field> fields) {
    Map<String, FieldSlot> byLabel = new HashMap<>();
    for (Field field : fields) {
      String label =
          byLabel.containsKey(field.getName())
              ? field.getDeclaringClass().getName() + "." + field.getName()
              : field.getName();
      if (!field.trySetAccessible()) {
        throw new UnfitClassException(
            fields.get(0).getDeclaringClass(),
            "its field "
                + field.getDeclaringClass().getName()
                + "."
                + field.getName()
                + " cannot be reached: module "
                + field.getDeclaringClass().getModule().getName()
                + " does not open the package");
      }
      byLabel.put(label, new FieldSlot(field, label));
    }
    return byLabel.values();
  }

  private static ClassForm ofFields(Kind kind, Class<?> type) {
    try {
      List<FieldSlot> slots = slotsOf(type);
      return new ClassForm(kind, shapeOf(slots), slots);
    } catch (UnfitClassException e) {
      if (Serializable.class.isAssignableFrom(type)) {
        return ofStream(type);
      }
      throw new UnfitClassException(type, String.valueOf(e.getMessage()));
    }
  }

  private static ClassForm ofJdk(Class<?> type) {
    if (Serializable.class.isAssignableFrom(type)) {
      return ofStream(type);
    }
    throw new UnfitClassException(
        type, "it is a class of the JDK that is neither a value nor a collection");
  }

  private static ClassForm ofStream(Class<?> type) {
    return new ClassForm(Kind.STREAM, StreamForm.of(type).shape(), List.of());
  }

  private static String shapeOf(List<FieldSlot> slots) {
    return slots.stream()
        .map(slot -> slot.label() + ":" + slot.type().getTypeName())
        .collect(Collectors.joining(","));
  }

  private static void refuseUnfit(Class<?> type) {
    if (type.isHidden() || isLambda(type)) {
      throw new UnfitClassException(type, "it is a lambda or another class made at run time");
    }
    if (Proxy.isProxyClass(type)) {
      throw new UnfitClassException(type, "it is a dynamic proxy");
    }
    if (isPartOfTheProgram(type)) {
      throw new UnfitClassException(
          type, "it is a part of the running program (a class, lock or stream), not data");
    }
  }

  private static boolean isLambda(Class<?> type) {
    return type.isSynthetic() && type.getName().contains("$$Lambda");
  }

  private static boolean isPartOfTheProgram(Class<?> type) {
    return type == Class.class
        || Lock.class.isAssignableFrom(type)
        || ReadWriteLock.class.isAssignableFrom(type)
        || BaseStream.class.isAssignableFrom(type);
  }
}
