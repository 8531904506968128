package io.github.thermae.internal.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.thermae.ThermaeException;
import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.events.Events;
import io.github.thermae.internal.events.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves what is unsaved, in batches of one transaction each, by one thread at a time.
 *
 * <ul>
 *   <li>What it takes from a queue stays there until it is committed, so reads find it (I2), and a
 *       failure loses nothing.
 *   <li>When {@link #flush} returns, all that was unsaved at its beginning, or something newer, is
 *       committed.
 *   <li>Where entries cannot be saved, removals are tried apart: a full disk has room for them.
 *   <li>At the bound of the queues (I8) who wants to write first saves a batch himself; if that
 *       fails, his write is refused and nothing is changed.
 * </ul>
 *
 * <p>Its lock comes after key locks and before a connection (I6); under it values are encoded, and
 * no key is locked.
 */
final class Flusher {
  private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);

  /** A batch is encoded before it is saved, so it is bounded in memory too. */
  private static final long BATCH_MAX_BYTES = 4L << 20;

  /** As the table's index is ordered: neighbours are written together. */
  private static final Comparator<Saving> BY_KEY =
      Comparator.comparing((Saving saving) -> saving.key().kind())
          .thenComparing((a, b) -> Arrays.compareUnsigned(a.key().bytes(), b.key().bytes()));

  private final String store;
  private final QueueBudget budget;
  private final DiskHealth health;
  private final StoreClock clock;
  private final int batchEntries;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<SharedTable> tables = new CopyOnWriteArrayList<>();
  private final WarnOnce warnings = new WarnOnce();
  private final LongAdder batches = new LongAdder();
  private final LongAdder saved = new LongAdder();

  /** When all that was unsaved had been saved, by {@link System#nanoTime}. */
  private volatile long lastFlushNanos = System.nanoTime();

  /** Set for good when the process is about to end: from then on nothing may wait in a queue. */
  private volatile boolean savesAtOnce;

  private record Saving(Unsaved unsaved, EncodedKey key, Change change, long deadlineMillis) {}

  Flusher(String store, QueueBudget budget, DiskHealth health, StoreClock clock, int batchEntries) {
    this.store = store;
    this.budget = budget;
    this.health = health;
    this.clock = clock;
    this.batchEntries = batchEntries;
  }

  void add(SharedTable table) {
    tables.add(table);
  }

  void remove(SharedTable table) {
    tables.remove(table);
  }

  // ------------------------------------------------------------------ flushing

  /**
   * Saves all of a table.
   *
   * @throws ThermaeException if the file could not be written; what was not saved stays unsaved
   */
  void flush(SharedTable table) {
    lock.lock();
    try {
      flushLocked(table);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Saves what waits for some keys of a table. Who comes while it is being saved waits for that.
   *
   * @throws ThermaeException if the file could not be written; what was not saved stays unsaved
   */
  void flush(SharedTable table, Collection<Object> sharedKeys) {
    lock.lock();
    try {
      List<Saving> batch = new ArrayList<>();
      for (Object sharedKey : sharedKeys) {
        Unsaved waiting = table.queue().get(sharedKey);
        if (waiting != null) {
          batch.add(prepared(table, waiting));
        }
      }
      if (!batch.isEmpty()) {
        save(table, batch);
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void flushLocked(SharedTable table) {
    try {
      saveAll(table);
    } catch (ThermaeException e) {
      removeRows(table, unsaved -> unsaved.kind() == Unsaved.Kind.TOMBSTONE, e);
      throw e;
    }
  }

  @GuardedBy("lock")
  private void saveAll(SharedTable table) {
    saveEntries(table);
    saveOwed(table, 0);
  }

  /** Saves what is owed to a writer until no more than so much of it is left, in order. */
  @GuardedBy("lock")
  private void saveOwed(SharedTable table, int most) {
    List<Owed> owed = owedOf(table);
    int from = 0;
    while (owed.size() - from > most) {
      List<Owed> part = owed.subList(from, Math.min(owed.size(), from + batchEntries));
      apply(table, List.of(), part);
      from += part.size();
    }
  }

  private static List<Owed> owedOf(SharedTable table) {
    Outbox outbox = table.outbox();
    return outbox == null ? List.of() : outbox.staged();
  }

  @GuardedBy("lock")
  private void saveEntries(SharedTable table) {
    List<Saving> batch = new ArrayList<>();
    long bytes = 0;
    for (Unsaved next : table.queue().all()) {
      Saving saving = prepared(table, next);
      batch.add(saving);
      bytes += bytesOf(saving.change());
      if (batch.size() == batchEntries || bytes >= BATCH_MAX_BYTES) {
        save(table, batch);
        batch.clear();
        bytes = 0;
      }
    }
    if (!batch.isEmpty()) {
      save(table, batch);
    }
  }

  /**
   * For a table that cannot be flushed and will be forgotten: takes the rows away that its unsaved
   * changes have made old, as far as possible, so that they do not come back at the next start.
   */
  void removeOldRows(SharedTable table, ThermaeException failure) {
    lock.lock();
    try {
      removeRows(table, Unsaved::hidesRow, failure);
    } finally {
      lock.unlock();
    }
  }

  /** What cannot be removed either is told with the failure that came before. */
  @GuardedBy("lock")
  private void removeRows(SharedTable table, Predicate<Unsaved> which, ThermaeException failure) {
    ColdTable cold = table.cold();
    List<Unsaved> removed = table.queue().all().stream().filter(which).toList();
    try {
      for (int from = 0; cold != null && from < removed.size(); from += batchEntries) {
        List<Unsaved> batch = removed.subList(from, Math.min(removed.size(), from + batchEntries));
        List<Change> changes = batch.stream().map(Flusher::removalOf).toList();
        cold.apply(changes);
        // ---- committed; the queue follows, and keeps the entries ----
        table.bound().wrote(changes);
        batch.stream()
            .filter(unsaved -> unsaved.kind() == Unsaved.Kind.TOMBSTONE)
            .forEach(table.queue()::remove);
      }
    } catch (ThermaeException e) {
      failure.addSuppressed(e);
    }
  }

  private static Change removalOf(Unsaved unsaved) {
    return new Change.Delete(unsaved.encodedKey());
  }

  /**
   * Saves everything that is unsaved, for the background; failures are reported and tried again.
   */
  void flushAllQuietly() {
    if (!health.isTimeToTry()) {
      return;
    }
    boolean whole = true;
    for (SharedTable table : tables) {
      whole &= (table.queue().isEmpty() && owedOf(table).isEmpty()) || flushQuietly(table);
    }
    if (whole) {
      lastFlushNanos = System.nanoTime();
    }
  }

  private boolean flushQuietly(SharedTable table) {
    try {
      flush(table);
      return true;
    } catch (ThermaeException e) {
      // DiskHealth has said it.
      return false;
    } catch (RuntimeException | Error e) {
      LOG.error("Store {}: flushing cache '{}' failed", store, table.name(), e);
      return false;
    }
  }

  /** What is written from now on is saved before its writer goes on. */
  void saveAtOnce() {
    savesAtOnce = true;
    lock.lock();
    try {
      // Who has not seen it yet has put what he wrote into a queue by the time the next line runs,
      // or will see it.
      tables.forEach(this::flushQuietly);
    } finally {
      lock.unlock();
    }
  }

  boolean savesAtOnce() {
    return savesAtOnce;
  }

  // ------------------------------------------------------------------ at the bound

  /**
   * Returns when there is room for one more.
   *
   * @throws ThermaeException if there is none and none can be made
   */
  void admit() {
    while (budget.isFull()) {
      RuntimeException failure = health.writeFailure();
      if (failure != null && !health.isTimeToTry()) {
        throw full(failure);
      }
      try {
        makeRoom();
      } catch (ThermaeException e) {
        throw full(e);
      }
    }
  }

  private ThermaeException full(RuntimeException failure) {
    return new ThermaeException(
        "Store "
            + store
            + " cannot be written and has as much unsaved as it may keep ("
            + budget
            + "). The write was refused, nothing was changed and nothing is lost: "
            + failure.getMessage(),
        failure);
  }

  /** As {@link #admit}, for what may be done without: false if there is no room. */
  boolean admitIfPossible() {
    try {
      admit();
      return true;
    } catch (ThermaeException e) {
      return false;
    }
  }

  private void makeRoom() {
    lock.lock();
    try {
      for (SharedTable table : tables) {
        if (budget.isFull() && !table.queue().isEmpty()) {
          flushLocked(table);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  // ------------------------------------------------------------------ without the queue

  /**
   * Saves writes to locked keys before it returns, and takes what the queue held of these keys.
   *
   * @throws ThermaeException if the file could not be written; then nothing has changed
   */
  void saveNow(TieredTable view, List<Write> writes, List<Owed> owed) {
    List<Change> changes = new ArrayList<>(writes.size());
    for (Write write : writes) {
      changes.add(view.changeOf(write));
    }
    lock.lock();
    try {
      apply(view.shared(), changes, owed);
      for (Write write : writes) {
        view.shared().queue().forget(write.key().sharedKey());
      }
      TieredTable.noteSaved(writes, changes);
    } finally {
      lock.unlock();
    }
  }

  /** Runs while nothing is flushed. */
  void exclusively(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /** Empties a table whose keys are all locked, in the file and in the queue. */
  void clear(SharedTable table, ColdTable cold) {
    lock.lock();
    try {
      cold.clear();
      table.queue().clear();
    } finally {
      lock.unlock();
    }
  }

  // ------------------------------------------------------------------ one batch

  private Saving prepared(SharedTable table, Unsaved unsaved) {
    EncodedKey key = unsaved.encodedKey();
    HotEntry entry = unsaved.entry();
    Row touched = unsaved.row();
    if (entry != null) {
      return preparedEntry(table, unsaved, key, entry);
    }
    Change change =
        switch (unsaved.kind()) {
          case TOUCH -> new Change.Touch(notNull(touched), unsaved.accessedMillis());
          case USE -> new Change.Used(key, unsaved.accessedMillis());
          default -> new Change.Delete(key);
        };
    return new Saving(unsaved, key, change, HotEntry.UNSAVED);
  }

  private static Row notNull(@Nullable Row row) {
    if (row == null) {
      throw new IllegalStateException("a touch has a row");
    }
    return row;
  }

  private Saving preparedEntry(SharedTable table, Unsaved unsaved, EncodedKey key, HotEntry entry) {
    try {
      Row row = unsaved.codec().rowOf(entry, key);
      return new Saving(unsaved, key, new Change.Put(row), row.deadlineMillis());
    } catch (ThermaeException e) {
      // It stays in memory only. The row that it replaced must not come back for it.
      warnings.warn(
          LOG,
          "Cache '{}' holds values that cannot be encoded; they stay in the hot tier only, and are"
              + " gone when they are evicted: {}",
          table.name(),
          e.getMessage());
      table.counters().unstorable.increment();
      return new Saving(unsaved, key, new Change.Delete(key), HotEntry.UNSAVED);
    }
  }

  private static long bytesOf(Change change) {
    if (change instanceof Change.Put put) {
      return put.row().value().length;
    }
    return change instanceof Change.Touch touch ? touch.row().value().length : 0;
  }

  @GuardedBy("lock")
  private void save(SharedTable table, List<Saving> batch) {
    batch.sort(BY_KEY);
    // What is owed for these entries was staged before them, so it is met here or has been saved.
    saveOwed(table, batchEntries);
    try (Span flushing = Events.flush(table.name())) {
      apply(table, batch.stream().map(Saving::change).toList(), owedOf(table));
      flushing.done(batch.size());
    }
    batches.increment();
    saved.add(batch.size());
    // ---- committed; the queue follows ----
    for (Saving saving : batch) {
      finish(table, saving);
    }
  }

  /** What is owed goes with the changes, in one transaction. */
  @GuardedBy("lock")
  private void apply(SharedTable table, List<Change> changes, List<Owed> owed) {
    ColdTable cold = table.cold();
    if (cold == null) {
      return;
    }
    List<Change> all = table.withOwed(changes, owed);
    try {
      cold.apply(all);
    } catch (ThermaeException e) {
      health.writeFailed(all, e);
      throw e;
    }
    health.writeSucceeded(all);
    table.bound().wrote(changes);
    Outbox outbox = table.outbox();
    if (outbox != null) {
      outbox.saved(owed);
    }
  }

  /**
   * Takes what was saved out of the queue. A deadline that moved meanwhile is noted anew if the
   * entry has left the hot tier; if not, whoever takes it down sees that it is behind.
   */
  private void finish(SharedTable table, Saving saving) {
    Unsaved unsaved = saving.unsaved();
    HotEntry entry = unsaved.entry();
    boolean isStored = entry != null && saving.deadlineMillis() != HotEntry.UNSAVED;
    if (entry != null && isStored) {
      entry.saved(saving.deadlineMillis());
    }
    boolean removed = table.queue().remove(unsaved);
    if (removed && entry != null && isStored && entry.isRetired() && entry.isDeadlineUnsaved()) {
      Row row = unsaved.codec().rowOf(entry, saving.key());
      Unsaved touch = Unsaved.touch(unsaved.sharedKey(), row, clock.millis());
      boolean unused = table.queue().putIfAbsent(touch);
    }
  }

  // ------------------------------------------------------------------ statistics

  /** Transactions of flushed entries. */
  long batches() {
    return batches.sum();
  }

  /** Entries, removals and deadlines that were flushed. */
  long saved() {
    return saved.sum();
  }

  /** How long something has been waiting at the most, in milliseconds; 0 with empty queues. */
  long lagMillis() {
    return budget.entries() == 0
        ? 0
        : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastFlushNanos);
  }
}
