package io.github.thermae.internal.sqlite;

import io.github.thermae.ThermaeException;
import java.util.function.BiFunction;

/**
 * Walks over the rows of a table of which some pages cannot be read. SQLite gives up at such a
 * page, wherever the walk began: so what is before it is read in smaller pages, and then the walk
 * goes on behind it, at the first row number from which reading works again. What stands on the
 * page is passed over.
 *
 * @param <P> a page of rows
 */
final class DamagedWalk<P> {
  private final BiFunction<Long, Integer, P> read;

  /**
   * A walk.
   *
   * @param read the rows behind a position, as many as a limit says; throws if it meets a page that
   *     cannot be read
   */
  DamagedWalk(BiFunction<Long, Integer, P> read) {
    this.read = read;
  }

  /**
   * The next rows that can be read.
   *
   * @throws ThermaeException the first failure, if nothing behind the position can be read
   */
  P after(long position, int limit) {
    ThermaeException first = null;
    for (int rows = limit; rows > 0; rows /= 8) {
      try {
        return read.apply(position, rows);
      } catch (ThermaeException e) {
        first = first == null ? e : first;
      }
    }
    if (first == null) {
      throw new IllegalArgumentException("A page has at least one row, not " + limit);
    }
    return behindDamage(position, first);
  }

  private P behindDamage(long position, ThermaeException failure) {
    long unreadable = position;
    long step = 1;
    while (step > 0 && position <= Long.MAX_VALUE - step) {
      if (isReadable(position + step)) {
        return read.apply(firstReadable(unreadable, position + step), 1);
      }
      unreadable = position + step;
      step <<= 1;
    }
    throw failure;
  }

  /** Between a position that is not readable and one that is. */
  private long firstReadable(long unreadable, long readable) {
    long low = unreadable;
    long high = readable;
    while (high - low > 1) {
      long middle = low + (high - low) / 2;
      if (isReadable(middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private boolean isReadable(long position) {
    try {
      P unused = read.apply(position, 1);
      return true;
    } catch (ThermaeException e) {
      return false;
    }
  }
}
