package io.github.thermae.hibernate.internal.access;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What the cache holds for a key: what Hibernate gave, and since when it is so.
 *
 * @param value Hibernate's disassembled entity, collection or id
 * @param version the entity's version, or the owner's, or null; only for items in memory
 * @param timestamp transactions that stand there or later may see the value
 * @param generation that of the access when the value was read; an older one is void
 */
public record CachedItem(Object value, @Nullable Object version, long timestamp, long generation)
    implements Serializable {
  private static final long serialVersionUID = 1L;
}
