package io.github.thermae.internal.codec;

import java.io.IOException;

/** An enum: the name of the constant. */
final class EnumForm extends DataForm {
  EnumForm(Class<?> type) {
    super(type, NO_NUMBER);
  }

  @Override
  boolean writesBare(Object value) {
    return Classes.withoutConstantBody(value.getClass()) == type();
  }

  @Override
  void write(TokenOutput out, Object value, DataSlot[] parts) throws IOException {
    out.writeText(((Enum<?>) value).name());
  }

  @Override
  Object read(TokenInput in, DataSlot[] parts) throws IOException {
    return keyOf(in.readText());
  }

  @Override
  String nameOf(Object key) {
    return ((Enum<?>) key).name();
  }

  @Override
  Object keyOf(String name) {
    return EnumNames.constant(type(), name);
  }
}
