package io.github.thermae.benchmarks.hibernate;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** The same entity under each concurrency strategy, and one that is not cached. */
final class CachedEntities {
  static final Class<?>[] ALL = {
    ReadOnly.class, Nonstrict.class, ReadWrite.class, NotCached.class
  };

  private CachedEntities() {}

  /** An order, more or less. */
  @MappedSuperclass
  abstract static class Row {
    @Id long id;
    @Version int version;
    @Nullable String name;
    @Nullable String street;
    @Nullable String town;
    @Nullable BigDecimal price;
    @Nullable LocalDateTime placed;
    int count;
  }

  static <R extends Row> R filled(R row, long id) {
    Row common = row;
    common.id = id;
    common.name = "name of " + id;
    common.street = "street of " + id;
    common.town = "town of " + id;
    common.price = BigDecimal.valueOf(id, 2);
    common.placed = LocalDateTime.of(2026, 1, 1, 12, 0);
    common.count = (int) id;
    return row;
  }

  /** READ_ONLY. */
  @Entity(name = "ReadOnly")
  @Immutable
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_ONLY)
  static class ReadOnly extends Row {}

  /** NONSTRICT_READ_WRITE. */
  @Entity(name = "Nonstrict")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
  static class Nonstrict extends Row {}

  /** READ_WRITE. */
  @Entity(name = "ReadWrite")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  static class ReadWrite extends Row {}

  /** Always from the database. */
  @Entity(name = "NotCached")
  @Cacheable(false)
  static class NotCached extends Row {}
}
