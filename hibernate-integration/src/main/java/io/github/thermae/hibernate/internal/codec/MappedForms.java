package io.github.thermae.hibernate.internal.codec;

import io.github.thermae.codec.NoEncodedFormException;
import java.util.List;
import java.util.Objects;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.jspecify.annotations.Nullable;

/** The forms that mappings call for. */
final class MappedForms {
  private MappedForms() {}

  /** A constant of a known enum: its name. */
  record OfEnum(Class<?> type) implements MappedForm {
    @Override
    public boolean accepts(Object value) {
      return value instanceof Enum<?> constant && constant.getDeclaringClass() == type;
    }

    @Override
    public void write(Object value, StateOutput out) {
      out.writeText(((Enum<?>) value).name());
    }

    @Override
    public Object read(StateInput in) {
      return EnumForm.constant(type, in.readText());
    }
  }

  /** A value with a converter: what the column has, of which the converter makes the value. */
  record Converted(JdbcMapping mapping, Class<?> type, Values values) implements MappedForm {
    @Override
    public boolean accepts(Object value) {
      return type.isInstance(value);
    }

    @Override
    public void write(Object value, StateOutput out) throws NoEncodedFormException {
      values.write(mapping.convertToRelationalValue(value), out);
    }

    @Override
    public Object read(StateInput in) {
      Object relational = values.read(in);
      if (relational != null && !isOfColumn(relational)) {
        throw new UnreadableStateException(
            "the converter to " + type.getName() + " takes no " + relational.getClass().getName());
      }
      Object value = mapping.convertToDomainValue(relational);
      if (value == null) {
        throw new UnreadableStateException("the converter to " + type.getName() + " gives null");
      }
      return value;
    }

    /** Damaged bytes may be of any class; Hibernate 7.4 only asserts that they are not. */
    private boolean isOfColumn(Object relational) {
      return Objects.requireNonNull(mapping.getValueConverter())
          .getRelationalJavaType()
          .isInstance(relational);
    }
  }

  /**
   * A component: its parts in the order of the mapping, and maybe a discriminator after them, which
   * no slot is for. Hibernate takes it apart into an {@code Object[]}.
   */
  record Component(List<Slot> parts, Values values) implements MappedForm {
    @Override
    public boolean accepts(Object value) {
      return value.getClass() == Object[].class && ((Object[]) value).length >= parts.size();
    }

    @Override
    public void write(Object value, StateOutput out) throws NoEncodedFormException {
      Object[] state = (Object[]) value;
      out.enter();
      out.writeCount(state.length - parts.size());
      for (int i = 0; i < state.length; i++) {
        if (i < parts.size()) {
          parts.get(i).write(state[i], out);
        } else {
          values.write(state[i], out);
        }
      }
      out.leave();
    }

    @Override
    public Object read(StateInput in) {
      in.enter();
      int more = in.readCount(1);
      @Nullable Object[] state = new @Nullable Object[parts.size() + more];
      for (int i = 0; i < state.length; i++) {
        state[i] = i < parts.size() ? parts.get(i).read(in) : values.read(in);
      }
      in.leave();
      return state;
    }
  }
}
