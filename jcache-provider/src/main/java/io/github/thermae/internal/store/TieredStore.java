package io.github.thermae.internal.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.thermae.ThermaeException;
import io.github.thermae.internal.codec.CanonicalKeyCodec;
import io.github.thermae.internal.codec.KryoCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An engine: the tables of one file, or of one manager that has none, and the warm tier that they
 * share. Opened by managers, closed by the last of them. Thread-safe.
 */
public final class TieredStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TieredStore.class);

  private final String name;
  private final @Nullable ColdStore cold;
  private final WarmTier warm;
  private final StoreClock clock;
  private final StoreClasses classes;
  private final VersionSource versions;
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
   * @param warmMaxBytes the bound of the warm tier, 0 to have none
   */
  public TieredStore(String name, @Nullable ColdStore cold, long warmMaxBytes, StoreClock clock) {
    this.name = name;
    this.cold = cold;
    this.warm = new WarmTier(warmMaxBytes);
    this.clock = clock;
    this.classes = new StoreClasses(cold);
    this.versions = new VersionSource(cold);
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

  long fileBytes() {
    return cold == null ? 0 : cold.fileBytes() + cold.walBytes();
  }

  /** Whether entries survive the process. */
  public boolean isDurable() {
    return cold != null;
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
      }
      return names;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Opens a cache's table, which is made if it does not exist. Caches that open one table under the
   * same class loader, with the same declared types, allowed classes and copy semantics share a
   * view; the first of them sets the hot tier's bound.
   */
  public TieredTable open(TableOptions options) {
    lock.lock();
    try {
      OpenTable open = tables.get(options.cacheName());
      if (open == null) {
        open = new OpenTable(newTable(options), new HashMap<>());
        tables.put(options.cacheName(), open);
      }
      TieredTable view = viewOf(open.table(), options);
      open.users().merge(view, 1, Integer::sum);
      return view;
    } finally {
      lock.unlock();
    }
  }

  private SharedTable newTable(TableOptions options) {
    ColdTable coldTable = cold == null ? null : cold.open(options.cacheName(), options.traits());
    return new SharedTable(options.cacheName(), coldTable);
  }

  private TieredTable viewOf(SharedTable table, TableOptions options) {
    for (TieredTable view : table.views()) {
      if (view.options().loader() == options.loader()
          && view.options().byValue() == options.byValue()
          && view.options().traits().equals(options.traits())
          && view.options().gate().equals(options.gate())) {
        return view;
      }
    }
    TieredTable view =
        new TieredTable(
            this,
            table,
            options,
            new CanonicalKeyCodec(
                options.cacheName(),
                options.loader(),
                classes,
                options.gate(),
                integerKeyType(table, options)),
            new KryoCodec(options.cacheName(), options.loader(), classes, options.gate()));
    table.views().add(view);
    return view;
  }

  /** What the table was made with counts, however the cache is declared now. */
  private static @Nullable Class<?> integerKeyType(SharedTable table, TableOptions options) {
    ColdTable coldTable = table.cold();
    TableTraits traits = coldTable == null ? options.traits() : coldTable.traits();
    return switch (traits.integerKeyType()) {
      case "java.lang.Long" -> Long.class;
      case "java.lang.Integer" -> Integer.class;
      case "java.lang.Short" -> Short.class;
      case "java.lang.Byte" -> Byte.class;
      default -> null;
    };
  }

  /** Gives a view back. The last user of it saves what only memory knows; rows stay. */
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
          table.locks().exclusively(view::release);
        } finally {
          table.views().remove(view);
          if (open.users().isEmpty()) {
            tables.remove(table.name());
            releaseWarm(table);
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void releaseWarm(SharedTable table) {
    try {
      saveDeadlines(table, warm.of(table));
    } finally {
      warm.removeAll(table);
    }
  }

  private void saveDeadlines(SharedTable table, List<WarmTier.Slot> slots) {
    ColdTable coldTable = table.cold();
    List<Change> touches = new ArrayList<>();
    for (WarmTier.Slot slot : slots) {
      if (slot.isDeadlineUnsaved()) {
        touches.add(new Change.Touch(slot.row(), clock.millis()));
      }
    }
    if (coldTable != null && !touches.isEmpty()) {
      coldTable.apply(touches);
    }
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
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes the oldest entries of the warm tier away until it is within its bound (I5). */
  void trimWarm(int batch) {
    int candidates = batch;
    while (warm.isOverfull()) {
      boolean moved = false;
      List<WarmTier.Slot> oldest = warm.oldest(candidates);
      for (WarmTier.Slot slot : oldest) {
        moved |= warm.isOverfull() && leaveIfFree(slot);
      }
      if (!moved && oldest.size() < candidates) {
        // Every entry's key is held by a thread, which will settle when it lets go.
        return;
      }
      candidates = moved ? batch : candidates * 2;
    }
  }

  private boolean leaveIfFree(WarmTier.Slot slot) {
    KeyLocks locks = slot.table().locks();
    ReentrantLock keyLock = locks.at(locks.stripe(slot.lockHash()));
    if (!keyLock.tryLock()) {
      return false;
    }
    try {
      WarmTier.Slot present = warm.remove(slot.table(), slot.row().key());
      if (present != null) {
        leaveWarm(present);
      }
      return true;
    } finally {
      keyLock.unlock();
    }
  }

  /**
   * The end of an entry's time in memory, under its key's lock: its row stays, or it is evicted.
   */
  void leaveWarm(WarmTier.Slot slot) {
    if (slot.table().cold() == null) {
      slot.table().counters().evictions.increment();
      return;
    }
    try {
      saveDeadlines(slot.table(), List.of(slot));
    } catch (ThermaeException e) {
      // The value is safe; the entry keeps the deadline that was saved before.
      LOG.warn(
          "Store {}: the new deadline of an entry in cache '{}' could not be saved: {}",
          name,
          slot.table().name(),
          e.getMessage());
    }
  }

  /** Closes the file. Tables must have been closed before. */
  @Override
  public void close() {
    if (cold != null) {
      cold.close();
    }
  }
}
