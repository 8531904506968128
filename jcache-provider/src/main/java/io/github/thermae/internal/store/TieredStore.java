package io.github.thermae.internal.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.thermae.StoreHealth;
import io.github.thermae.ThermaeException;
import io.github.thermae.config.PersistMode;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.internal.codec.CanonicalKeyCodec;
import io.github.thermae.internal.codec.ValueCodecs;
import io.github.thermae.internal.events.Events;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An engine: the tables of one file, or of one manager that has none, and the warm tier that they
 * share. Opened by managers, closed by the last of them. Thread-safe.
 */
public final class TieredStore implements AutoCloseable {
  /** Uses closer together than this are one, where the order of use decides who leaves. */
  private static final long USE_GRAIN_MILLIS = 1_000;

  private static final Persistence NOT_SAVED = new Persistence.InMemory();

  private final String name;
  private final @Nullable ColdStore cold;
  private final StoreOptions options;
  private final StoreClock clock;
  private final WarmTier warm;
  private final StoreClasses classes;
  private final VersionSource versions;
  private final DiskHealth health;
  private final QueueBudget budget;
  private final Flusher flusher;
  private final Persistence persistence;
  private final @Nullable ColdBound coldBound;
  private final @Nullable Upkeep upkeep;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<String, OpenTable> tables = new HashMap<>();

  /** A table and, for each view on it, how many caches use that view. */
  private record OpenTable(SharedTable table, Map<TieredTable, Integer> users) {}

  /**
   * An engine.
   *
   * @param name for messages: the file's path, or the manager's URI
   * @param cold the last tier, which this engine closes, or null to keep everything in memory
   */
  public TieredStore(
      String name, @Nullable ColdStore cold, StoreOptions options, StoreClock clock) {
    this.name = name;
    this.cold = cold;
    this.options = options;
    this.clock = clock;
    this.warm = new WarmTier(options.warmMaxBytes());
    this.classes = new StoreClasses(cold);
    this.versions = new VersionSource(cold);
    this.health = new DiskHealth(name, clock);
    this.budget = new QueueBudget(options.queueMaxEntries(), options.queueMaxBytes());
    this.flusher = new Flusher(name, budget, health, clock, options.flushBatch());
    if (cold == null) {
      this.upkeep = null;
      this.coldBound = null;
      this.persistence = NOT_SAVED;
    } else {
      this.upkeep = new Upkeep(name, flusher, cold, health, options);
      this.coldBound = new ColdBound(cold, options.coldMaxBytes(), clock);
      this.persistence = persistence(upkeep);
      this.upkeep.start();
    }
  }

  private Persistence persistence(Upkeep upkeep) {
    return options.persistMode() == PersistMode.LAZY
        ? new Persistence.Lazy(flusher, health, budget, options.flushBatch(), upkeep::flushSoon)
        : new Persistence.WriteThrough(health);
  }

  /** The file's path or the manager's URI. */
  public String name() {
    return name;
  }

  public StoreClock clock() {
    return clock;
  }

  WarmTier warm() {
    return warm;
  }

  VersionSource versions() {
    return versions;
  }

  DiskHealth health() {
    return health;
  }

  Flusher flusher() {
    return flusher;
  }

  /** Whether entries survive the process. */
  public boolean isDurable() {
    return cold != null;
  }

  /** What concerns the store as a whole. */
  StoreStatistics statistics() {
    return new StoreStatistics(
        budget.entries(),
        budget.bytes(),
        flusher.batches(),
        flusher.saved(),
        flusher.lagMillis(),
        health.failures(),
        health.writeFailure() != null,
        cold == null ? 0 : cold.fileBytes(),
        cold == null ? 0 : cold.walBytes());
  }

  /** The same, for whoever looks after the store; without an attempt to read or write it. */
  public StoreHealth healthOf(long freeBytes) {
    StoreStatistics statistics = statistics();
    Optional<DiskHealth.Failed> failed = Optional.ofNullable(health.lastFailed());
    return new StoreHealth(
        true,
        statistics.isFailing(),
        failed.map(DiskHealth.Failed::reason),
        failed.map(f -> Instant.ofEpochMilli(f.millis())),
        statistics.diskFailures(),
        statistics.queueEntries(),
        statistics.queueBytes(),
        statistics.flushLagMillis(),
        statistics.fileBytes(),
        statistics.walBytes(),
        freeBytes);
  }

  /**
   * The names of all caches that have rows here, open or not; in memory, of those that are open.
   */
  public Set<String> cacheNames() {
    lock.lock();
    try {
      Set<String> names = new LinkedHashSet<>(tables.keySet());
      if (cold != null) {
        names.addAll(cold.cacheNames());
        names.removeIf(OutboxTables::isReserved);
      }
      return names;
    } finally {
      lock.unlock();
    }
  }

  // ------------------------------------------------------------------ tables

  /**
   * Opens a cache's table, which is made if it does not exist. Caches that open one table under the
   * same class loader, with the same declared types, allowed classes, codec and copy semantics
   * share a view; the first of them sets the hot tier's bound.
   */
  public TieredTable open(TableOptions tableOptions) {
    lock.lock();
    try {
      OpenTable open = tables.get(tableOptions.cacheName());
      if (open == null) {
        open = new OpenTable(newTable(tableOptions), new HashMap<>());
        tables.put(tableOptions.cacheName(), open);
      } else {
        open.table().requireSameReach(tableOptions);
      }
      TieredTable view = viewOf(open.table(), tableOptions);
      open.users().merge(view, 1, Integer::sum);
      return view;
    } finally {
      lock.unlock();
    }
  }

  private SharedTable newTable(TableOptions tableOptions) {
    ColdTable coldTable =
        cold == null || tableOptions.hotOnly() ? null : coldTable(cold, tableOptions);
    SharedTable table =
        new SharedTable(
            tableOptions.cacheName(),
            tableOptions.hotOnly(),
            coldTable,
            new FlushQueue(budget),
            warm.newLane());
    table.bound().limit(tableOptions.coldMaxEntries());
    if (coldTable != null && coldBound != null) {
      coldBound.add(table, coldTable);
      flusher.add(table);
    }
    return table;
  }

  private static ColdTable coldTable(ColdStore cold, TableOptions tableOptions) {
    return new CompressedTable(
        cold.open(tableOptions.cacheName(), tableOptions.traits()),
        tableOptions.cacheName(),
        tableOptions.compression(),
        tableOptions.compressionMinBytes());
  }

  private TieredTable viewOf(SharedTable table, TableOptions tableOptions) {
    for (TieredTable view : table.views()) {
      if (view.options().loader() == tableOptions.loader()
          && view.options().byValue() == tableOptions.byValue()
          && view.options().traits().equals(tableOptions.traits())
          && view.options().gate().equals(tableOptions.gate())
          && view.options().codec().equals(tableOptions.codec())) {
        return view;
      }
    }
    TieredTable view =
        new TieredTable(
            this, table, tableOptions, codec(table, tableOptions), persistence(tableOptions));
    table.views().add(view);
    if (upkeep != null && !tableOptions.hotOnly()) {
      upkeep.opened(view, options.preload());
    }
    return view;
  }

  private Persistence persistence(TableOptions tableOptions) {
    return tableOptions.hotOnly() ? NOT_SAVED : persistence;
  }

  private EntryCodec codec(SharedTable table, TableOptions tableOptions) {
    String cacheName = tableOptions.cacheName();
    return new EntryCodec(
        tableOptions,
        new CanonicalKeyCodec(
            cacheName,
            tableOptions.loader(),
            classes,
            tableOptions.gate(),
            integerKeyType(table, tableOptions)),
        new ValueCodecs(
            cacheName,
            tableOptions.loader(),
            classes,
            tableOptions.gate(),
            tableOptions.codec(),
            tableOptions.valueType()),
        clock,
        isDurable() && !tableOptions.hotOnly(),
        persistence(tableOptions).needsBytes());
  }

  /** What the table was made with counts, however the cache is declared now. */
  private static @Nullable Class<?> integerKeyType(SharedTable table, TableOptions tableOptions) {
    ColdTable coldTable = table.cold();
    TableTraits traits = coldTable == null ? tableOptions.traits() : coldTable.traits();
    return switch (traits.integerKeyType()) {
      case "java.lang.Long" -> Long.class;
      case "java.lang.Integer" -> Integer.class;
      case "java.lang.Short" -> Short.class;
      case "java.lang.Byte" -> Byte.class;
      default -> null;
    };
  }

  /**
   * Gives a view back. The last user of it saves what only memory knows; rows stay.
   *
   * @throws ThermaeException if something could not be saved
   */
  public void close(TieredTable view) {
    lock.lock();
    try {
      SharedTable table = view.shared();
      OpenTable open = tables.get(table.name());
      if (open == null || open.table() != table) {
        return;
      }
      Integer left = open.users().merge(view, -1, Integer::sum);
      if (left != null && left <= 0) {
        open.users().remove(view);
        try {
          view.release();
        } finally {
          if (outboxOf(view) != null) {
            table.setOutbox(null);
          }
          table.views().remove(view);
          if (open.users().isEmpty()) {
            tables.remove(table.name());
            forget(table);
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  // ------------------------------------------------------------------ outboxes

  /**
   * The outbox of a cache whose writer is behind it. One view has it at a time.
   *
   * @throws ThermaeException if another view on the table has it
   */
  public Outbox openOutbox(TieredTable view) {
    lock.lock();
    try {
      SharedTable table = view.shared();
      if (table.outbox() != null) {
        throw new ThermaeException(
            "Cache '"
                + table.name()
                + "' of store "
                + name
                + " is open with write-behind in another manager, and only one of them can deliver"
                + " in order. Configure write-behind in one, and leave the writer out in the"
                + " others.");
      }
      Outbox outbox = newOutbox(view);
      table.setOutbox(outbox);
      return outbox;
    } finally {
      lock.unlock();
    }
  }

  private Outbox newOutbox(TieredTable view) {
    TableOptions viewOptions = view.options();
    // A cache that is never saved has nothing that its queue could be one transaction with.
    ColdStore file = viewOptions.hotOnly() ? null : cold;
    return new Outbox(
        view,
        flusher,
        versions,
        file == null ? null : OutboxTables.queue(file, viewOptions),
        file == null ? null : OutboxTables.dead(file, viewOptions),
        file != null && options.persistMode() == PersistMode.LAZY);
  }

  /**
   * The end of a view's outbox, if it has one: what is owed is saved, and stays in the file. The
   * view may live on with others.
   *
   * @throws ThermaeException if something could not be saved
   */
  public void closeOutbox(TieredTable view) {
    lock.lock();
    try {
      Outbox outbox = outboxOf(view);
      if (outbox != null) {
        view.drain();
        try {
          outbox.saveAll();
        } finally {
          view.shared().setOutbox(null);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private static @Nullable Outbox outboxOf(TieredTable view) {
    Outbox outbox = view.shared().outbox();
    return outbox != null && outbox.isOf(view) ? outbox : null;
  }

  /**
   * How many operations earlier runs have left for the writer of a cache that has none now; 0
   * without a file, and if another view delivers them.
   */
  public long owedBy(String cacheName, TieredTable view) {
    return cold == null || view.shared().outbox() != null
        ? 0
        : OutboxTables.owedBy(cold, cacheName);
  }

  private void forget(SharedTable table) {
    flusher.remove(table);
    if (coldBound != null) {
      coldBound.remove(table);
    }
    warm.close(table.warm());
    table.queue().clear();
  }

  /** Removes a cache's entries, and its table unless another manager has it open. */
  public void destroy(String cacheName, @Nullable TieredTable view) {
    lock.lock();
    try {
      if (view != null) {
        view.clear();
        close(view);
      }
      if (cold != null && !tables.containsKey(cacheName)) {
        cold.drop(cacheName);
        OutboxTables.dropIfEmpty(cold, cacheName);
      }
    } finally {
      lock.unlock();
    }
  }

  // ------------------------------------------------------------------ bounds

  /** Brings warm and cold back to their bounds, by a thread that holds no key. Never throws. */
  void settle(SharedTable written) {
    if (warm.isOverfull()) {
      trimWarm();
    }
    if (coldBound != null) {
      coldBound.enforce(written);
    }
  }

  /** Takes the oldest entries of the largest table away until warm is within its bound (I5). */
  private void trimWarm() {
    // One: who brings an entry too many takes one away.
    int candidates = 1;
    @Nullable String fullest = null;
    long left = 0;
    while (warm.isOverfull()) {
      WarmLane largest = warm.largest();
      List<WarmLane.Slot> oldest = largest == null ? List.of() : largest.oldest(candidates);
      boolean moved = false;
      for (WarmLane.Slot slot : oldest) {
        if (warm.isOverfull() && leaveIfFree(slot)) {
          moved = true;
          left++;
          fullest = fullest == null ? slot.table().name() : fullest;
        }
      }
      if (!moved && oldest.size() < candidates) {
        // Every entry's key is held by a thread, which will settle when it lets go.
        break;
      }
      candidates = moved ? 1 : candidates * 2;
    }
    if (fullest != null) {
      Events.left(fullest, Events.Tier.WARM, left);
    }
  }

  private boolean leaveIfFree(WarmLane.Slot slot) {
    SharedTable table = slot.table();
    ReentrantLock keyLock = table.locks().of(slot.sharedKey());
    if (!keyLock.tryLock()) {
      return false;
    }
    try {
      WarmLane.Slot present = table.warm().remove(slot.sharedKey());
      if (present != null) {
        leaveMemory(present);
      }
      return present != null;
    } finally {
      keyLock.unlock();
    }
  }

  /**
   * The end of an entry's time in memory, under its key's lock. It stays in the cold tier, which is
   * told later what only memory knows; without a cold tier it is evicted.
   */
  void leaveMemory(WarmLane.Slot slot) {
    SharedTable table = slot.table();
    if (cold == null) {
      table.counters().evictions.increment();
    } else if (slot.isDeadlineUnsaved()) {
      note(table, Unsaved.touch(slot.sharedKey(), slot.row(), clock.millis()));
    } else if (coldBound != null && coldBound.isBounded(table)) {
      noteUse(slot);
    }
  }

  private void noteUse(WarmLane.Slot slot) {
    long now = clock.millis();
    if (now - slot.row().updatedMillis() >= USE_GRAIN_MILLIS) {
      note(slot.table(), Unsaved.use(slot.sharedKey(), slot.row().key(), now));
    }
  }

  /**
   * To be saved with the next flush. If the queue is full and cannot be flushed it is left out: the
   * value is safe, and the row keeps the deadline and the use that it had.
   */
  private void note(SharedTable table, Unsaved late) {
    Unsaved waiting = table.queue().get(late.sharedKey());
    if ((waiting == null || !waiting.hidesRow()) && flusher.admitIfPossible()) {
      table.queue().put(late);
    }
  }

  // ------------------------------------------------------------------ the end

  /** Stops the upkeep and closes the file. Tables must have been closed before. */
  @Override
  public void close() {
    if (upkeep != null) {
      upkeep.close();
    }
    if (cold != null) {
      cold.close();
    }
  }
}
