package io.github.thermae.hibernate.internal.codec;

import io.github.thermae.codec.NoEncodedFormException;

/** An enum constant anywhere: its class and its name. */
final class EnumForm implements Form {
  private final DeclaredClasses declared;

  EnumForm(DeclaredClasses declared) {
    this.declared = declared;
  }

  @Override
  public void write(Object value, StateOutput out) throws NoEncodedFormException {
    Enum<?> constant = (Enum<?>) value;
    Class<?> type = constant.getDeclaringClass();
    declared.requireWritable(type, out.context());
    out.writeText(type.getName());
    out.writeText(constant.name());
  }

  @Override
  public Object read(StateInput in) {
    return constant(declared.load(in.readText(), in.context()), in.readText());
  }

  /** The constant of a name, which there may not be any more. */
  static Object constant(Class<?> type, String name) {
    Object[] constants = type.getEnumConstants();
    if (constants != null) {
      for (Object constant : constants) {
        if (((Enum<?>) constant).name().equals(name)) {
          return constant;
        }
      }
    }
    throw new UnreadableStateException("there is no constant " + name + " in " + type.getName());
  }
}
