package io.github.thermae.internal.store;

import io.github.thermae.ThermaeException;
import java.util.ArrayList;
import java.util.List;

/** What a write does beside changing memory, before memory changes: the persist mode. */
interface Persistence {
  /**
   * Sees to it that writes to locked keys, and what is owed for them, are or will be saved: all of
   * them or, if this throws, none.
   */
  void save(TieredTable view, List<Write> writes, List<Owed> owed);

  /** Whether a write needs its bytes before it returns. */
  boolean needsBytes();

  /** {@code MEMORY}: nothing. */
  final class InMemory implements Persistence {
    @Override
    public void save(TieredTable view, List<Write> writes, List<Owed> owed) {}

    @Override
    public boolean needsBytes() {
      return false;
    }
  }

  /** {@code WRITE_THROUGH}: the rows are committed before this returns. */
  final class WriteThrough implements Persistence {
    private final DiskHealth health;

    WriteThrough(DiskHealth health) {
      this.health = health;
    }

    @Override
    public void save(TieredTable view, List<Write> writes, List<Owed> owed) {
      List<Change> changes = new ArrayList<>(writes.size());
      for (Write write : writes) {
        changes.add(view.changeOf(write));
      }
      List<Change> all = view.shared().withOwed(changes, owed);
      try {
        view.coldTable().apply(all);
      } catch (ThermaeException e) {
        health.writeFailed(all, e);
        throw e;
      }
      health.writeSucceeded(all);
      view.shared().bound().wrote(changes);
      for (Write write : writes) {
        // A deadline that waits there is of the row that has just been replaced.
        view.shared().queue().forget(write.key().sharedKey());
      }
      TieredTable.noteSaved(writes, changes);
    }

    @Override
    public boolean needsBytes() {
      return true;
    }
  }

  /** {@code LAZY}: what is written waits in the flush queue. */
  final class Lazy implements Persistence {
    private final Flusher flusher;
    private final DiskHealth health;
    private final QueueBudget budget;
    private final long wakeAtEntries;
    private final Runnable wakeFlusher;

    /**
     * The mode.
     *
     * @param wakeFlusher has the queue flushed soon, in another thread
     */
    Lazy(
        Flusher flusher,
        DiskHealth health,
        QueueBudget budget,
        long wakeAtEntries,
        Runnable wakeFlusher) {
      this.flusher = flusher;
      this.health = health;
      this.budget = budget;
      this.wakeAtEntries = wakeAtEntries;
      this.wakeFlusher = wakeFlusher;
    }

    @Override
    public void save(TieredTable view, List<Write> writes, List<Owed> owed) {
      if (mustNotWait(writes)) {
        flusher.saveNow(view, writes, owed);
        return;
      }
      flusher.admit();
      // First: whoever flushes the entries finds what is owed for them.
      view.shared().stage(owed);
      for (Write write : writes) {
        view.shared().queue().put(unsaved(view, write));
      }
      if (flusher.savesAtOnce()) {
        // Asked again: the last flush of the process may have passed this key by.
        flusher.flush(view.shared());
      } else if (budget.entries() >= wakeAtEntries) {
        wakeFlusher.run();
      }
    }

    /**
     * While the file cannot be written a removal that waited might never be recorded, and the row
     * come back after a restart: it is recorded now or refused.
     */
    private boolean mustNotWait(List<Write> writes) {
      return flusher.savesAtOnce()
          || (health.writeFailure() != null
              && writes.stream().anyMatch(write -> write.entry() == null));
    }

    private static Unsaved unsaved(TieredTable view, Write write) {
      HotEntry entry = write.entry();
      Object sharedKey = write.key().sharedKey();
      return entry == null
          ? Unsaved.tombstone(view, sharedKey)
          : Unsaved.entry(view, sharedKey, entry);
    }

    @Override
    public boolean needsBytes() {
      return false;
    }
  }
}
