package io.github.thermae.internal.codec;

import io.github.thermae.ThermaeException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Proves once for each combination of classes in a key that it is fit: that a decoded copy equals
 * the key, has its hash code and gives the same bytes. A key that fails would be written and never
 * found again, so it is refused. Thread-safe.
 */
final class KeyProof {
  /** A bound for keys that mix classes without end; beyond it all is proved anew. */
  private static final int PROVED_MAX = 4096;

  private final CodecScope scope;
  private final KeyClasses classes;
  private final Set<Object> proved = ConcurrentHashMap.newKeySet();

  KeyProof(CodecScope scope, KeyClasses classes) {
    this.scope = scope;
    this.classes = classes;
  }

  /** Refuses a key of classes that were not met before and do not stand the proof. */
  void require(Object key, byte[] bytes, List<Class<?>> met) {
    if (met.isEmpty()) {
      return;
    }
    Object combination = met.size() == 1 ? met.get(0) : Set.copyOf(met);
    if (proved.contains(combination)) {
      return;
    }
    String fault = faultOf(key, bytes, met);
    if (fault != null) {
      throw new ThermaeException(
          "Class %s cannot be a key in cache '%s': %s"
              .formatted(key.getClass().getName(), scope.cacheName(), fault));
    }
    if (proved.size() >= PROVED_MAX) {
      proved.clear();
    }
    proved.add(combination);
  }

  private @Nullable String faultOf(Object key, byte[] bytes, List<Class<?>> met) {
    Object copy;
    try {
      copy = new KeyReader(classes).read(bytes);
    } catch (Exception e) {
      return "it cannot be decoded again (" + e + ")";
    }
    if (!copy.equals(key) || !key.equals(copy)) {
      return "a decoded copy is not equal to it. " + advice(met);
    }
    if (copy.hashCode() != key.hashCode()) {
      return "a decoded copy has another hash code. " + advice(met);
    }
    return Arrays.equals(bytes, new KeyWriter(classes).write(copy))
        ? null
        : "a decoded copy that is equal to it has other bytes";
  }

  private static String advice(List<Class<?>> met) {
    return met.stream().anyMatch(Class::isArray)
        ? "Arrays are equal only to themselves: use a List, or compare their content in equals"
        : "Give it equals and hashCode over its non-transient fields, or use a record";
  }
}
