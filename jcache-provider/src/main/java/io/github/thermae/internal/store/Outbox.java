package io.github.thermae.internal.store;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.codec.DecodeException;
import io.github.thermae.internal.codec.EncodedKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a cache owes to the user's writer, as the file has it: two tables beside the cache's own,
 * one of operations that wait and one of those that were given up. Who has it keeps the order, and
 * which of them are under way.
 *
 * <ul>
 *   <li>WRITE_THROUGH: an entry and what is owed for it are one transaction.
 *   <li>LAZY: what is owed is saved by the flusher, in the transaction of its entry or an earlier
 *       one; {@link #saveAll} before anything is delivered keeps the file from being behind.
 *   <li>MEMORY: there are no tables, and what is owed is in its owner's memory only.
 * </ul>
 *
 * <p>Thread-safe. Methods that throw {@link ThermaeException} have changed nothing.
 */
public final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final int PAGE_ROWS = 500;

  private final TieredTable view;
  private final Flusher flusher;
  private final VersionSource versions;
  private final @Nullable ColdTable queue;
  private final @Nullable ColdTable dead;
  private final boolean isSavedByFlusher;
  private final WarnOnce warnings = new WarnOnce();
  private final AtomicLong unreadable = new AtomicLong();

  /** What the flusher has to save; the newest for each place in the order. */
  private final ConcurrentNavigableMap<Long, Owed> unsaved = new ConcurrentSkipListMap<>();

  /** Numbers of operations whose values cannot be encoded, and so not be saved. */
  private final Set<Long> unstorable = ConcurrentHashMap.newKeySet();

  /** All dead letters; their values are in the file, if there is one. */
  private final ConcurrentNavigableMap<Long, Buried> buried = new ConcurrentSkipListMap<>();

  /**
   * An outbox.
   *
   * @param queue where operations wait, or null without a file
   * @param dead where those are that were given up, or null without a file
   */
  Outbox(
      TieredTable view,
      Flusher flusher,
      VersionSource versions,
      @Nullable ColdTable queue,
      @Nullable ColdTable dead,
      boolean isSavedByFlusher) {
    this.view = view;
    this.flusher = flusher;
    this.versions = versions;
    this.queue = queue;
    this.dead = dead;
    this.isSavedByFlusher = isSavedByFlusher;
  }

  boolean isOf(TieredTable other) {
    return view == other;
  }

  /** Whether what is owed survives the process. */
  public boolean isDurable() {
    return queue != null;
  }

  /** Whether this outlives the process, as it is. */
  public boolean isInFile(Owed owed) {
    return queue != null && !unsaved.containsKey(owed.id()) && !unstorable.contains(owed.id());
  }

  /** Whether a value that was owed is in the file as soon as the write has returned. */
  public boolean savesAtOnce() {
    return queue != null && !isSavedByFlusher;
  }

  // ------------------------------------------------------------------ owing

  /**
   * An operation on a locked key, to be given to {@link TieredTable#apply}.
   *
   * @param entry the value that is to be written, or null for a deletion
   */
  public Owed owe(LockedKey locked, @Nullable HotEntry entry, long nowMillis) {
    long id = entry == null ? versions.next() : entry.version();
    return owed(id, id, locked, entry, nowMillis);
  }

  /** The same, to take another operation's place, which need not be delivered any more. */
  public Owed oweInstead(Owed before, LockedKey locked, @Nullable HotEntry entry) {
    long version = entry == null ? versions.next() : entry.version();
    return owed(before.id(), version, locked, entry, before.sinceMillis());
  }

  private Owed owed(
      long id, long version, LockedKey locked, @Nullable HotEntry entry, long sinceMillis) {
    return new Owed(
        id,
        version,
        view.codec().ownedKey(locked.key(), locked.encodedIfKnown()),
        locked.sharedKey(),
        entry == null,
        entry,
        null,
        view.codec().estimatedBytes(locked.sharedKey(), entry),
        sinceMillis);
  }

  /** The changes of a write, and what is owed for it, for one transaction. */
  List<Change> with(List<Change> changes, Collection<Owed> owed) {
    if (owed.isEmpty() || queue == null) {
      return changes;
    }
    List<Change> rows = new ArrayList<>(owed.size());
    owed.forEach(one -> rows.add(new Change.Put(OwedRows.row(one, partsOf(one)))));
    Change.Beside owing = queue.beside(rows);
    List<Change> all = new ArrayList<>(changes);
    // A removal must go on where there is no room for values.
    all.add(owed.stream().allMatch(Owed::isDeletion) ? owing.asBookkeeping() : owing);
    return all;
  }

  private OwedRows.Parts partsOf(Owed owed) {
    EncodedKey key = view.codec().encodedOf(owed.sharedKey());
    HotEntry entry = owed.entry();
    Row row = entry == null ? owed.row() : view.codec().rowOf(entry, key);
    if (owed.isDeletion()) {
      return new OwedRows.Parts(true, owed.sinceMillis(), key, 0, new byte[0]);
    } else if (row != null) {
      return new OwedRows.Parts(false, owed.sinceMillis(), key, row.schema(), row.value());
    }
    Row saved = queue == null ? null : queue.find(OwedRows.keyOf(owed.id()));
    if (saved == null) {
      throw new ThermaeException(
          "Cache '" + view.shared().name() + "' has lost the value of a queued " + owed);
    }
    return OwedRows.parts(saved);
  }

  // ------------------------------------------------------------------ saved by the flusher

  /** To be saved with the next flush; called before the entry can be flushed. */
  void stage(Collection<Owed> owed) {
    if (queue != null) {
      owed.forEach(this::stage);
    }
  }

  private void stage(Owed owed) {
    unsaved.put(owed.id(), owed);
    unstorable.remove(owed.id());
  }

  private void unstage(Owed owed) {
    unsaved.remove(owed.id());
    unstorable.remove(owed.id());
  }

  /** What is not saved yet, in order; a value that cannot be encoded stays in memory only. */
  List<Owed> staged() {
    List<Owed> storable = new ArrayList<>();
    for (Owed owed : unsaved.values()) {
      if (isStorable(owed)) {
        storable.add(owed);
      }
    }
    return storable;
  }

  private boolean isStorable(Owed owed) {
    try {
      OwedRows.Parts unused = partsOf(owed);
      return true;
    } catch (ThermaeException e) {
      warnings.warn(
          LOG,
          "Cache '{}' owes its writer values that cannot be encoded; they are in memory only, and"
              + " lost if the process dies before they are delivered: {}",
          view.shared().name(),
          e.getMessage());
      if (unsaved.remove(owed.id(), owed)) {
        unstorable.add(owed.id());
      }
      return false;
    }
  }

  void saved(Collection<Owed> owed) {
    // By version: what is saved at once may have passed by what was staged before.
    owed.forEach(
        one ->
            unsaved.computeIfPresent(
                one.id(), (id, staged) -> staged.version() <= one.version() ? null : staged));
  }

  /** The write was refused after all: what was there before takes its place again. */
  public void takeBack(Owed refused, @Nullable Owed before) {
    if (unsaved.remove(refused.id(), refused) && before != null && !before.restsInFile()) {
      unsaved.put(before.id(), before);
    }
  }

  /** Returns when the file has all that was owed before, and the entries that go with it. */
  public void saveAll() {
    if (isSavedByFlusher && !unsaved.isEmpty()) {
      flusher.flush(view.shared());
    }
  }

  // ------------------------------------------------------------------ delivering

  /** A value on its way to the writer, or why there is none. */
  public record Taken(Owed owed, @Nullable Object value, @Nullable String problem) {}

  /**
   * The values of operations, in their order. What cannot be read is damaged or of a lost class.
   */
  public List<Taken> take(List<Owed> operations) {
    Map<EncodedKey, Row> rows = rowsOf(operations);
    List<Taken> taken = new ArrayList<>(operations.size());
    for (Owed owed : operations) {
      Row row = rows.get(OwedRows.keyOf(owed.id()));
      if (owed.restsInFile() && row == null) {
        taken.add(new Taken(owed, null, "its row is damaged and was put aside"));
      } else {
        taken.add(taken(owed, row));
      }
    }
    return taken;
  }

  private Map<EncodedKey, Row> rowsOf(List<Owed> operations) {
    List<EncodedKey> resting = new ArrayList<>();
    for (Owed owed : operations) {
      if (owed.restsInFile()) {
        resting.add(OwedRows.keyOf(owed.id()));
      }
    }
    return resting.isEmpty() || queue == null ? Map.of() : queue.findAll(resting);
  }

  private Taken taken(Owed owed, @Nullable Row saved) {
    try {
      return new Taken(owed, owed.isDeletion() ? null : valueOf(owed, saved), null);
    } catch (DecodeException e) {
      if (saved != null) {
        putAsideIfDamaged(queue, saved, e);
      }
      return new Taken(owed, null, String.valueOf(e.getMessage()));
    }
  }

  private Object valueOf(Owed owed, @Nullable Row saved) {
    HotEntry entry = owed.entry();
    if (entry != null) {
      return view.codec().objectOf(entry);
    }
    Row row = owed.row();
    if (row != null) {
      return view.codec().decodeValue(row);
    } else if (saved != null) {
      return view.codec().decodeValue(valueRow(saved, OwedRows.parts(saved)));
    }
    throw new IllegalStateException("a value is at hand or was read: " + owed);
  }

  /** The row that the value would have in the cache's own table. */
  private static Row valueRow(Row saved, OwedRows.Parts parts) {
    return new Row(
        parts.key(),
        parts.value(),
        parts.schema(),
        saved.version(),
        Row.NEVER,
        parts.sinceMillis());
  }

  /** What a setting or an older class could make readable stays where it is. */
  private static void putAsideIfDamaged(@Nullable ColdTable table, Row row, DecodeException why) {
    if (table != null && why.reason() == DecodeException.Reason.DAMAGED) {
      table.quarantine(row.key(), row.version(), String.valueOf(why.getMessage()));
    }
  }

  /**
   * The writer has taken these: they are owed no more.
   *
   * @param overtaken dead letters on the same keys, which are older, after {@link #supersede}
   */
  public void delivered(Collection<Owed> operations, Collection<Buried> overtaken) {
    if (queue != null && !(operations.isEmpty() && overtaken.isEmpty())) {
      ColdTable table = queue;
      exclusively(
          () -> {
            operations.forEach(this::unstage);
            table.apply(deletions(operations, overtaken));
          });
    }
  }

  /** Nobody may queue these dead letters again, from now on; the file does not know yet. */
  public void supersede(Collection<Buried> letters) {
    letters.forEach(
        letter -> buried.computeIfPresent(letter.owed().id(), (id, known) -> known.superseded()));
  }

  private List<Change> deletions(Collection<Owed> operations, Collection<Buried> overtaken) {
    List<Change> changes = new ArrayList<>(operations.size());
    operations.forEach(owed -> changes.add(new Change.Delete(OwedRows.keyOf(owed.id()))));
    List<Change> marks = new ArrayList<>();
    for (Buried letter : overtaken) {
      Row row = dead == null ? null : dead.find(OwedRows.keyOf(letter.owed().id()));
      if (row != null) {
        marks.add(new Change.Put(deadRow(letter.superseded(), OwedRows.deadParts(row).parts())));
      }
    }
    if (dead != null && !marks.isEmpty()) {
      changes.add(dead.beside(marks).asBookkeeping());
    }
    return changes;
  }

  private void exclusively(Runnable action) {
    if (isSavedByFlusher) {
      flusher.exclusively(action);
    } else {
      action.run();
    }
  }

  // ------------------------------------------------------------------ the beginning

  /**
   * All operations that earlier runs have left, in order.
   *
   * @param bytesAtHand so much of their values is kept in memory; the rest is read when it is due
   */
  public List<Owed> load(long bytesAtHand) {
    List<Owed> owed = new ArrayList<>();
    long[] left = {bytesAtHand};
    forEachRow(
        queue,
        row -> {
          OwedRows.Parts parts = OwedRows.parts(row);
          Owed one = owed(row, parts).withRow(valueRow(row, parts));
          left[0] -= one.bytes();
          owed.add(one.isDeletion() || left[0] < 0 ? one.resting() : one);
        });
    forEachRow(dead, row -> remember(row, OwedRows.deadParts(row)));
    owed.sort(Comparator.comparingLong(Owed::id));
    forgetOlderEntries(owed);
    return owed;
  }

  /**
   * What is owed may have been saved, and the entry that goes with it not: the database will have
   * the newer value, so the cache must not answer with the older one.
   */
  private void forgetOlderEntries(List<Owed> owed) {
    ColdTable entries = view.shared().cold();
    Map<EncodedKey, Long> newest = new HashMap<>();
    owed.forEach(
        one -> newest.merge(view.codec().encodedOf(one.sharedKey()), one.version(), Math::max));
    List<EncodedKey> keys = List.copyOf(newest.keySet());
    for (int from = 0; entries != null && from < keys.size(); from += PAGE_ROWS) {
      List<EncodedKey> part = keys.subList(from, Math.min(keys.size(), from + PAGE_ROWS));
      List<Change> outdated = new ArrayList<>();
      for (Row row : entries.findAll(part).values()) {
        if (row.version() < newest.getOrDefault(row.key(), Long.MIN_VALUE)) {
          outdated.add(new Change.Delete(row.key()));
        }
      }
      if (!outdated.isEmpty()) {
        entries.apply(outdated);
        view.shared().bound().wrote(outdated);
      }
    }
  }

  private Owed owed(Row row, OwedRows.Parts parts) {
    if (row.key().kind() != EncodedKey.Kind.INTEGER) {
      throw new DecodeException(
          DecodeException.Reason.DAMAGED, "A queued write has no number: " + row.key());
    }
    Object key = view.codec().decode(parts.key());
    Object sharedKey = view.codec().sharedKey(key);
    long bytes = view.codec().estimatedBytes(sharedKey, null) + parts.value().length;
    return new Owed(
        row.key().integer(),
        row.version(),
        key,
        sharedKey,
        parts.isDeletion(),
        null,
        null,
        bytes,
        parts.sinceMillis());
  }

  private void remember(Row row, OwedRows.DeadParts letter) {
    Buried found =
        new Buried(
            owed(row, letter.parts()),
            letter.attempts(),
            letter.failure(),
            row.updatedMillis(),
            letter.isSuperseded());
    buried.put(found.owed().id(), found);
  }

  /** What cannot be read is put aside if it is damaged, else it stays, and is counted. */
  private void forEachRow(@Nullable ColdTable table, Consumer<Row> action) {
    if (table == null) {
      return;
    }
    ColdTable.KeyPage page = table.keysAfter(0, PAGE_ROWS);
    while (!page.keys().isEmpty()) {
      for (Row row : table.findAll(page.keys()).values()) {
        try {
          action.accept(row);
        } catch (DecodeException e) {
          leaveUnread(table, row, e);
        }
      }
      page = table.keysAfter(page.position(), PAGE_ROWS);
    }
  }

  private void leaveUnread(ColdTable table, Row row, DecodeException why) {
    putAsideIfDamaged(table, row, why);
    if (why.reason() != DecodeException.Reason.DAMAGED) {
      unreadable.incrementAndGet();
      warnings.warn(
          LOG,
          "Cache '{}' has queued writes that cannot be read, and so not delivered; they stay in the"
              + " file: {}",
          view.shared().name(),
          why.getMessage());
    }
  }

  /** Rows that were read and are of no use to this program as it is; they stay in the file. */
  public long unreadable() {
    return unreadable.get();
  }

  /** Rows that were damaged, and put aside. */
  public long damaged() {
    return (queue == null ? 0 : queue.quarantinedCount())
        + (dead == null ? 0 : dead.quarantinedCount());
  }

  // ------------------------------------------------------------------ dead letters

  /** Gives an operation up, but keeps it. */
  public Buried bury(Owed owed, int attempts, String failure, long nowMillis) {
    Buried letter = new Buried(owed, attempts, failure, nowMillis, false);
    boolean isKept = isInFile(owed);
    if (isKept) {
      moveToDead(letter);
    }
    buried.put(owed.id(), isKept ? letter.resting() : letter);
    return letter;
  }

  private void moveToDead(Buried letter) {
    ColdTable from = inFile(queue);
    Owed owed = letter.owed();
    Change.Beside kept =
        inFile(dead).beside(List.of(new Change.Put(deadRow(letter, partsOf(owed)))));
    exclusively(
        () -> {
          unstage(owed);
          // It takes the room that it leaves.
          from.apply(List.of(new Change.Delete(OwedRows.keyOf(owed.id())), kept.asBookkeeping()));
        });
  }

  private static ColdTable inFile(@Nullable ColdTable table) {
    if (table == null) {
      throw new IllegalStateException("what is in the file has a table");
    }
    return table;
  }

  private static Row deadRow(Buried letter, OwedRows.Parts parts) {
    return OwedRows.deadRow(
        letter.owed(),
        new OwedRows.DeadParts(letter.isSuperseded(), letter.attempts(), letter.failure(), parts),
        letter.failedMillis());
  }

  /** All dead letters, oldest first; a view. */
  public Collection<Buried> buried() {
    return buried.values();
  }

  /** A dead letter by its number, or null. */
  public @Nullable Buried buried(long id) {
    return buried.get(id);
  }

  /** A dead letter's value, or why there is none. */
  public Taken take(Buried letter) {
    Owed owed = letter.owed();
    if (!owed.restsInFile() || dead == null) {
      return taken(owed, null);
    }
    Row row = dead.find(OwedRows.keyOf(owed.id()));
    if (row == null) {
      return new Taken(owed, null, "its row is damaged and was put aside");
    }
    try {
      OwedRows.Parts parts = OwedRows.deadParts(row).parts();
      return new Taken(owed, view.codec().decodeValue(valueRow(row, parts)), null);
    } catch (DecodeException e) {
      putAsideIfDamaged(dead, row, e);
      return new Taken(owed, null, String.valueOf(e.getMessage()));
    }
  }

  /** Owes a dead letter again, as the last of all operations. */
  public Owed exhume(Buried letter, long nowMillis) {
    Owed owed = letter.owed();
    Owed again = owed.at(versions.next(), nowMillis);
    Row row = dead == null ? null : dead.find(OwedRows.keyOf(owed.id()));
    if (row != null) {
      moveToQueue(owed, again, row);
    } else if (owed.restsInFile()) {
      throw new ThermaeException(
          "Cache '"
              + view.shared().name()
              + "': the dead letter of a "
              + owed
              + " is damaged and was put aside");
    } else if (isSavedByFlusher) {
      stage(again);
    } else if (queue != null) {
      queue.apply(List.of(new Change.Put(OwedRows.row(again, partsOf(again)))));
    }
    buried.remove(owed.id());
    return again;
  }

  private void moveToQueue(Owed owed, Owed again, Row deadRow) {
    Row saved = OwedRows.row(again, OwedRows.deadParts(deadRow).parts());
    Change.Beside from = inFile(dead).beside(List.of(new Change.Delete(OwedRows.keyOf(owed.id()))));
    inFile(queue).apply(List.of(new Change.Put(saved), from));
  }

  /** Forgets dead letters for good. */
  public void forget(Collection<Buried> letters) {
    if (dead != null && !letters.isEmpty()) {
      dead.apply(
          letters.stream()
              .<Change>map(letter -> new Change.Delete(OwedRows.keyOf(letter.owed().id())))
              .toList());
    }
    letters.forEach(letter -> buried.remove(letter.owed().id()));
  }
}
