package io.github.thermae.internal.codec;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** Finds out what an EnumMap or EnumSet hides while it is empty. */
final class EnumMaps {
  private EnumMaps() {}

  static Class<?> keyClass(EnumMap<?, ?> map) {
    return map.isEmpty()
        ? keyClassOfEmpty(map)
        : map.keySet().iterator().next().getDeclaringClass();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  static Class<?> elementClass(EnumSet<?> set) {
    EnumSet<?> some = set.isEmpty() ? EnumSet.complementOf((EnumSet) set) : set;
    if (some.isEmpty()) {
      throw new IllegalArgumentException("An enum without constants");
    }
    return some.iterator().next().getDeclaringClass();
  }

  /** The map's Java serialization names its key type, and asks to annotate that class. */
  private static Class<?> keyClassOfEmpty(EnumMap<?, ?> map) {
    try (Spy spy = new Spy()) {
      spy.writeObject(map);
      if (spy.seen != null) {
        return spy.seen;
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalArgumentException("An EnumMap without a key type");
  }

  private static final class Spy extends ObjectOutputStream {
    private @Nullable Class<?> seen;

    Spy() throws IOException {
      super(OutputStream.nullOutputStream());
    }

    @Override
    protected void annotateClass(Class<?> type) {
      if (type.isEnum()) {
        seen = type;
      }
    }
  }
}
