package io.github.thermae.hibernate.internal.codec;

import io.github.thermae.codec.NoEncodedFormException;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The forms of those of Hibernate's own objects that can be anywhere in a value. */
final class HibernateParts {
  private HibernateParts() {}

  static void addTo(FormTable table, Values values) {
    addPair(
        table,
        Tag.ANY_REFERENCE,
        HibernateInternals.ANY_REFERENCE_TYPE,
        new Pair(
            values,
            HibernateInternals.NEW_ANY_REFERENCE,
            HibernateInternals.ANY_ENTITY_NAME,
            String.class,
            HibernateInternals.ANY_ID,
            Object.class));
    addPair(
        table,
        Tag.QUERY_RESULT,
        HibernateInternals.QUERY_RESULT_TYPE,
        new Pair(
            values,
            HibernateInternals.NEW_QUERY_RESULT,
            HibernateInternals.QUERY_TIMESTAMP,
            Long.class,
            HibernateInternals.QUERY_ROWS,
            List.class));
  }

  private static void addPair(FormTable table, int tag, @Nullable Class<?> type, Pair pair) {
    if (type != null && pair.isKnown()) {
      table.add(type, tag, pair);
    }
  }

  /** An object that is made of two others. */
  private record Pair(
      Values values,
      @Nullable MethodHandle made,
      @Nullable MethodHandle first,
      Class<?> firstType,
      @Nullable MethodHandle second,
      Class<?> secondType)
      implements Form {
    boolean isKnown() {
      return made != null && first != null && second != null;
    }

    @Override
    public void write(Object value, StateOutput out) throws NoEncodedFormException {
      values.write(HibernateInternals.call(known(first), value), out);
      values.write(HibernateInternals.call(known(second), value), out);
    }

    @Override
    public Object read(StateInput in) {
      Object one = values.read(in, firstType);
      return HibernateInternals.call(known(made), one, values.read(in, secondType));
    }

    private static MethodHandle known(@Nullable MethodHandle handle) {
      return Objects.requireNonNull(handle);
    }
  }
}
