package io.github.thermae.internal.codec;

import java.io.Externalizable;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A class as Java serialization sees it. The shape holds the fields beside the serialVersionUID, as
 * our streams carry the class's number in place of Java's description of it: {@code serial 42
 * params:[Ljava.lang.Object;}.
 *
 * @param shape see {@link ClassShape}
 */
record StreamForm(String shape) implements Shaped {

  /** May initialize the class. */
  static StreamForm of(Class<?> type) {
    if (type.isEnum()) {
      return new StreamForm("enum");
    }
    if (type.isArray()) {
      return new StreamForm("array of " + type.getComponentType().getName());
    }
    ObjectStreamClass description = ObjectStreamClass.lookup(type);
    if (description == null) {
      return new StreamForm("not serializable");
    }
    String kind = Externalizable.class.isAssignableFrom(type) ? "external " : "serial ";
    return new StreamForm(
        (kind + description.getSerialVersionUID() + " " + fields(description)).strip());
  }

  private static String fields(ObjectStreamClass description) {
    return Arrays.stream(description.getFields())
        .sorted()
        .map(StreamForm::field)
        .collect(Collectors.joining(","));
  }

  private static String field(ObjectStreamField field) {
    return field.getName() + ":" + field.getType().getTypeName();
  }
}
