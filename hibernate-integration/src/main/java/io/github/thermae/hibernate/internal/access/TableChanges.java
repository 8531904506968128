package io.github.thermae.hibernate.internal.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * When each table was changed last, and by which transactions it is just being changed. Until the
 * last of them has ended, no result that was read from the table holds: one that ends first does
 * not speak for the others. A plain map, from which nothing ever leaves. Thread-safe.
 */
public final class TableChanges {
  /** Later than every result. */
  private static final Long BEING_CHANGED = Long.MAX_VALUE;

  private final Timestamps timestamps;
  private final ConcurrentMap<Object, Changes> tables = new ConcurrentHashMap<>();

  /** What every table has at least; null until something was forgotten. */
  private volatile @Nullable Long floor;

  /** Of one table; immutable. */
  private record Changes(long last, List<Owner> pending) {
    static final Changes NONE = new Changes(0, List.of());

    Changes announcedBy(Owner owner) {
      List<Owner> all = new ArrayList<>(without(owner.transaction().get()));
      all.add(owner);
      return new Changes(last, List.copyOf(all));
    }

    Changes endedBy(@Nullable ThermaeTransaction transaction, long when) {
      return new Changes(Math.max(last, when), without(transaction));
    }

    private List<Owner> without(@Nullable ThermaeTransaction transaction) {
      return pending.stream().filter(o -> o.transaction().get() != transaction).toList();
    }

    /** Of a transaction that is gone nobody knows what it did; as if it had done it now. */
    Changes withoutGone(long now) {
      List<Owner> left = pending.stream().filter(owner -> !owner.isGone(now)).toList();
      return left.size() == pending.size() ? this : new Changes(Math.max(last, now), left);
    }
  }

  /** Tables that were never changed. */
  public TableChanges(Timestamps timestamps) {
    this.timestamps = timestamps;
  }

  /** When a table was changed last; null if it never was. */
  public @Nullable Long last(Object table) {
    Changes changes = tables.get(table);
    if (changes == null) {
      return floor;
    }
    if (!changes.pending().isEmpty()) {
      changes =
          Objects.requireNonNull(
              tables.computeIfPresent(table, (t, c) -> c.withoutGone(timestamps.now())));
      if (!changes.pending().isEmpty()) {
        return BEING_CHANGED;
      }
    }
    Long least = floor;
    return least == null ? (Long) changes.last() : (Long) Math.max(least, changes.last());
  }

  /**
   * A change, as Hibernate tells it: announced with a time that is yet to come, ended with one that
   * has been.
   */
  public void put(Object table, long when, SharedSessionContractImplementor session) {
    ThermaeTransaction transaction = ThermaeTransaction.of(session);
    boolean announced = when > timestamps.now();
    tables.compute(
        table,
        (t, known) -> {
          Changes changes = known == null ? Changes.NONE : known;
          return announced
              ? changes.announcedBy(Owner.of(transaction, when))
              : changes.endedBy(transaction, when);
        });
  }

  /** Lets no result hold that was read before. */
  public void forget() {
    floor = timestamps.next();
  }

  /** How many tables have been changed. */
  public int size() {
    return tables.size();
  }
}
