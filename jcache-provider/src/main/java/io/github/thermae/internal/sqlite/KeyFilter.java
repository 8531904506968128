package io.github.thermae.internal.sqlite;

import io.github.thermae.internal.codec.EncodedKey;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What is known in memory of a table's keys, so that a miss need not touch the disk. A key whose
 * row can be found is never denied; few others are let through ({@link KeyBits} has the rate).
 * Until it has been built every key is let through.
 *
 * <p><b>Why no key is lost.</b> All changes of state happen under the writer's lock, and so do
 * adds: every put adds its key to what is ready and to what is being built, before it commits.
 *
 * <ol>
 *   <li>A build begins with the publication of the new bits under the lock. Rows that are committed
 *       later have added their keys to them.
 *   <li>Each page of the walk over the index begins a read later than that, so it sees all rows
 *       that were committed before. A key's place in the order is fixed: a row that stands
 *       throughout is passed once. One that leaves and returns was put again, so 1 holds for it.
 *   <li>The new bits become ready under the lock. Who asks them later finds the keys of 1 and 2;
 *       who asked the old ones before found every key committed by then.
 * </ol>
 *
 * <p>Removals leave bits behind. New keys over the capacity make a build due, which leaves out what
 * was removed. A key's bits are added even if its transaction fails, which does no harm.
 *
 * <p>The walk goes over the index of keys, since lookups go by it too: a row whose key column was
 * damaged is still found by the key in the index. An index that is found out of order ends the
 * build, and until the table is cleared or opened again all lookups ask the disk.
 */
final class KeyFilter {
  /** Rows that a filter has room for at the least: 5 KB. */
  static final int CAPACITY_MIN = 4_096;

  private volatile @Nullable KeyBits ready;
  private volatile @Nullable KeyBits growing;
  private volatile boolean unfit;

  /** The keys of a table, as the index has them. */
  interface Keys {
    long count() throws SQLException;

    /** The keys behind one, or the first; an empty page is the end. */
    KeyIndex.Page after(@Nullable EncodedKey last) throws SQLException;
  }

  /** Whether a key may have a row. */
  boolean mightHold(EncodedKey key) {
    KeyBits bits = ready;
    return bits == null || bits.mightHold(key);
  }

  boolean isReady() {
    return ready != null;
  }

  /** A key will have a row. To be called under the writer's lock, before the commit. */
  void add(EncodedKey key) {
    addTo(growing, key);
    addTo(ready, key);
  }

  private static void addTo(@Nullable KeyBits bits, EncodedKey key) {
    if (bits != null) {
      bits.add(key);
    }
  }

  /** There are no rows. To be called under the writer's lock, after the commit. */
  void emptied() {
    growing = null;
    ready = new KeyBits(CAPACITY_MIN);
    unfit = false;
  }

  boolean isBuildDue() {
    KeyBits bits = ready;
    return !unfit && (bits == null || bits.isOverfull());
  }

  /** Reads all keys. To be called by one thread at a time; may be given up at any page. */
  void build(Writer writer, Keys keys) throws SQLException {
    KeyBits bits = new KeyBits(Math.max(CAPACITY_MIN, 2 * keys.count()));
    writer.locked(() -> growing = bits);
    boolean done = false;
    try {
      done = addAll(keys, bits);
    } finally {
      boolean isWhole = done;
      writer.locked(() -> end(bits, isWhole));
    }
  }

  /** Whether all keys were seen; otherwise the index is damaged. */
  private boolean addAll(Keys keys, KeyBits bits) throws SQLException {
    EncodedKey last = null;
    // Cleared meanwhile: what is being built is out of date.
    while (growing == bits) {
      KeyIndex.Page page = keys.after(last);
      if (page.isDamaged()) {
        unfit = true;
        return false;
      }
      if (page.keys().isEmpty()) {
        return true;
      }
      page.keys().forEach(bits::add);
      last = page.last();
    }
    return true;
  }

  private void end(KeyBits bits, boolean isWhole) {
    if (growing == bits) {
      growing = null;
      if (isWhole) {
        ready = bits;
      } else if (unfit) {
        ready = null;
      }
    }
  }
}
