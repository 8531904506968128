package io.github.thermae.internal.store;

import io.github.thermae.internal.codec.EncodedKey;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The rows of one cache. The same debts as {@link ColdStore}. */
public interface ColdTable {
  /** The traits that the table was made with. */
  TableTraits traits();

  /**
   * The row of a key, or null. A row whose check value does not fit is moved to the quarantine,
   * counted and treated as absent (I10).
   */
  @Nullable Row find(EncodedKey key);

  /** As {@link #find} for many keys at once; those that have no row are not in the result. */
  Map<EncodedKey, Row> findAll(List<EncodedKey> keys);

  /** Does all of the changes, in order, in one transaction, or none of them. */
  void apply(List<Change> changes);

  /**
   * Changes of this table as one of those that another table of the same store {@linkplain #apply
   * applies}, so that both tables change in one transaction.
   */
  Change.Beside beside(List<Change> changes);

  /**
   * The next keys in the table's own order, for walking over all of it in pages.
   *
   * @param position the {@link KeyPage#position()} of the page before, or 0 for the first
   * @param limit how many keys at the most
   */
  KeyPage keysAfter(long position, int limit);

  /**
   * The next keys whose saved deadline has passed, by deadline. Memory may know a later one.
   *
   * @param before the page before, or {@link ExpiredPage#START}
   */
  ExpiredPage expiredAfter(ExpiredPage before, long nowMillis, int limit);

  /** How many rows have not expired at this time. */
  long count(long nowMillis);

  /** How many rows there are, expired ones too. Exact; its cost grows with their number. */
  long countRows();

  /**
   * From now on the order of use is found without looking at every row. For tables with a bound.
   */
  void keepRecency();

  /** When the row was used that was used longest ago, in epoch milliseconds; empty without rows. */
  OptionalLong oldestUseMillis();

  /** The keys that were used longest ago, oldest first. */
  List<EncodedKey> leastRecentlyUsed(int limit);

  /** The keys that were used last, newest first. */
  List<EncodedKey> mostRecentlyUsed(int limit);

  /** Removes all rows. */
  void clear();

  /** Moves a row that cannot be decoded out of the way, if it still has this version. */
  void quarantine(EncodedKey key, long version, String reason);

  /** How many rows were quarantined since the store was opened. */
  long quarantinedCount();

  /**
   * A page of keys.
   *
   * @param keys empty only at the end of the table
   * @param position where the next page starts
   */
  record KeyPage(List<EncodedKey> keys, long position) {}

  /**
   * A page of keys of expired rows, and where it ended.
   *
   * @param keys empty only at the end
   * @param deadlineMillis the last row's deadline
   * @param id the last row's number
   */
  record ExpiredPage(List<EncodedKey> keys, long deadlineMillis, long id) {
    /** Before the first page. */
    public static final ExpiredPage START = new ExpiredPage(List.of(), Long.MIN_VALUE, 0);

    /** The end of the walk at this place. */
    public ExpiredPage ended() {
      return new ExpiredPage(List.of(), deadlineMillis, id);
    }
  }
}
