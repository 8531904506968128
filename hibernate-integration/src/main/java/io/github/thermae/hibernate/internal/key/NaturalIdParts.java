package io.github.thermae.hibernate.internal.key;

import java.io.Serializable;
import java.util.ArrayList;
import org.hibernate.cache.MutableCacheKeyBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Collects the values of a natural id as their mapping disassembles them. The hash codes that come
 * with them are not needed: the values have their own.
 */
final class NaturalIdParts implements MutableCacheKeyBuilder {
  private static final long serialVersionUID = 1L;

  private final ArrayList<@Nullable Object> values = new ArrayList<>(2);

  @Override
  public void addValue(@Nullable Object value) {
    values.add(value == null ? null : Parts.of(value));
  }

  @Override
  public void addHashCode(int hashCode) {}

  @Override
  public Serializable build() {
    return values;
  }
}
