package io.github.thermae.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.cache.expiry.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a cache should hold: a map of values with deadlines. An entry may be <em>doubtful</em>:
 * present as far as we know, but allowed to be gone, since it may have been evicted from memory.
 */
final class PlainMap {
  private static final long NEVER = Long.MAX_VALUE;

  private final ScriptedPolicy policy;
  private final boolean alwaysDoubtful;
  private final Map<Object, Cell> cells = new HashMap<>();
  private long now;

  private static final class Cell {
    final Note value;
    final long deadline;
    final boolean isExpired;
    final boolean isDoubtful;

    Cell(Note value, long deadline, boolean isExpired, boolean isDoubtful) {
      this.value = value;
      this.deadline = deadline;
      this.isExpired = isExpired;
      this.isDoubtful = isDoubtful;
    }
  }

  PlainMap(ScriptedPolicy policy, boolean alwaysDoubtful) {
    this.policy = policy;
    this.alwaysDoubtful = alwaysDoubtful;
  }

  /** Time goes on; what expires stays expired. */
  void setTime(long newNow) {
    now = newNow;
    cells.replaceAll(
        (key, cell) ->
            cell.deadline > now
                ? cell
                : new Cell(cell.value, cell.deadline, true, cell.isDoubtful));
  }

  /**
   * The clock is set back while the store is closed: what had expired may be there again, if nobody
   * has removed it yet.
   */
  void setTimeBack(long newNow) {
    cells.replaceAll((key, cell) -> new Cell(cell.value, cell.deadline, false, cell.isExpired));
    setTime(newNow);
  }

  @Nullable Note live(Object key) {
    Cell cell = cells.get(key);
    return cell == null || cell.isExpired ? null : cell.value;
  }

  boolean isDoubtful(Object key) {
    Cell cell = cells.get(key);
    return cell != null && (alwaysDoubtful || cell.isDoubtful);
  }

  Set<Object> liveKeys() {
    Set<Object> live = new HashSet<>();
    cells.forEach(
        (key, cell) -> {
          if (!cell.isExpired) {
            live.add(key);
          }
        });
    return live;
  }

  /** What has turned out: the entry is there, or it is not. */
  void learn(Object key, boolean present) {
    Cell cell = cells.get(key);
    if (!present) {
      cells.remove(key);
    } else if (cell != null) {
      cells.put(key, new Cell(cell.value, cell.deadline, cell.isExpired, false));
    }
  }

  /** The same value in another object, which is the one that the cache now has. */
  void learnObject(Object key, Note object) {
    Cell cell = cells.get(key);
    if (cell != null) {
      cells.put(key, new Cell(object, cell.deadline, cell.isExpired, cell.isDoubtful));
    }
  }

  /** The durations of this step, for messages. */
  String script() {
    return policy.toString();
  }

  void forgetAll() {
    cells.clear();
  }

  /** The effect of an operation on an entry that was as {@link #live} says. */
  void change(Object key, Rule.Effect effect, @Nullable Note value) {
    switch (effect) {
      case STORE -> store(key, value);
      case REMOVE -> cells.remove(key);
      case ACCESS -> access(key);
      case NONE -> {}
    }
  }

  private void store(Object key, @Nullable Note value) {
    if (value == null) {
      throw new IllegalArgumentException("nothing to store");
    }
    Cell cell = cells.get(key);
    boolean isUpdate = cell != null && !cell.isExpired;
    Duration duration = isUpdate ? policy.update : policy.creation;
    long deadline = duration == null && cell != null ? cell.deadline : after(duration);
    if (deadline <= now) {
      cells.remove(key);
    } else {
      cells.put(key, new Cell(value, deadline, false, false));
    }
  }

  private void access(Object key) {
    Cell cell = cells.get(key);
    Duration duration = policy.access;
    if (cell != null && !cell.isExpired && duration != null) {
      long deadline = after(duration);
      cells.put(key, new Cell(cell.value, deadline, deadline <= now, cell.isDoubtful));
    }
  }

  private long after(@Nullable Duration duration) {
    return duration == null || duration.isEternal() ? NEVER : duration.getAdjustedTime(now);
  }
}
