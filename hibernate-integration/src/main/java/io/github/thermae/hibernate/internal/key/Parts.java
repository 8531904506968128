package io.github.thermae.hibernate.internal.key;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is disassembled, as something whose equals follows from its content. */
final class Parts {
  private Parts() {}

  /** The value itself, or a list of its parts where it is an array. */
  static Object of(Object disassembled) {
    return disassembled.getClass().isArray() ? list(disassembled) : disassembled;
  }

  private static List<@Nullable Object> list(Object array) {
    @Nullable Object[] parts = new @Nullable Object[Array.getLength(array)];
    for (int i = 0; i < parts.length; i++) {
      Object part = Array.get(array, i);
      parts[i] = part == null ? null : of(part);
    }
    return Collections.unmodifiableList(Arrays.asList(parts));
  }
}
