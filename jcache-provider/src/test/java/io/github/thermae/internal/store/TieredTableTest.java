package io.github.thermae.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.config.CacheOptions;
import io.github.thermae.config.Compression;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.Synchronous;
import io.github.thermae.internal.codec.ClassGate;
import io.github.thermae.internal.codec.CodecChoice;
import io.github.thermae.internal.sqlite.SqliteStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TieredTableTest {
  private static final TableTraits UNTYPED =
      new TableTraits("java.lang.Object", "java.lang.Object", "");

  @TempDir private Path folder;

  private final AtomicLong now = new AtomicLong(1_000_000);
  private final AtomicLong clockReads = new AtomicLong();

  private TieredStore store(boolean durable, long warmBytes) {
    Path file = folder.resolve("store.db");
    ColdStore cold = durable ? SqliteStore.open(file, Synchronous.NORMAL) : null;
    StoreOptions.Builder options = StoreOptions.builder().warmMaxBytes(warmBytes);
    if (durable) {
      options.path(file);
    }
    StoreClock clock =
        () -> {
          clockReads.incrementAndGet();
          return now.get();
        };
    return new TieredStore("test", cold, options.build(), clock);
  }

  private static TieredTable open(TieredStore store, long hotEntries) {
    return open(store, hotEntries, TieredTableTest.class.getClassLoader());
  }

  private static TieredTable open(TieredStore store, long hotEntries, ClassLoader loader) {
    return store.open(
        new TableOptions(
            "cache",
            loader,
            true,
            hotEntries,
            UNTYPED,
            ClassGate.open(),
            CodecChoice.DEFAULT,
            Object.class,
            OptionalLong.empty(),
            OptionalLong.empty(),
            Compression.NONE,
            CacheOptions.DEFAULT_COMPRESSION_MIN_BYTES,
            false));
  }

  private static void put(TieredTable table, Object key, Object value, long deadline) {
    try (LockedKey locked = table.lock(key)) {
      HotEntry entry = table.newEntry(locked, value, deadline);
      table.apply(List.of(new Write(locked, entry)));
    }
  }

  private static void remove(TieredTable table, Object key) {
    try (LockedKey locked = table.lock(key)) {
      table.apply(List.of(new Write(locked, null)));
    }
  }

  private static @Nullable Object get(TieredTable table, Object key) {
    try (LockedKey locked = table.lock(key)) {
      HotEntry entry = locked.find();
      return entry == null ? null : table.objectOf(entry);
    }
  }

  @Test
  void apply_withoutLookingFirst_replacesWhatLiesInWarm() {
    TieredStore store = store(false, 1 << 20);
    TieredTable table = open(store, 1);
    put(table, "a", "old", Row.NEVER);
    put(table, "b", "pushes a down", Row.NEVER);
    put(table, "c", "pushes b down", Row.NEVER);

    remove(table, "a");
    remove(table, "b");
    remove(table, "c");

    assertThat(get(table, "a")).isNull();
    assertThat(get(table, "b")).isNull();
    assertThat(get(table, "c")).isNull();
    assertThat(table.statistics().warmEntries()).isZero();
  }

  @Test
  void settle_afterEveryCall_warmIsWithinItsBound() {
    TieredStore store = store(false, 3_000);
    TieredTable table = open(store, 2);
    Random random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      put(table, random.nextInt(100), "x".repeat(random.nextInt(500)), Row.NEVER);
      assertThat(store.warm().isOverfull()).as("warm over its bound (I5)").isFalse();
    }
    TableStatistics statistics = table.statistics();
    assertThat(statistics.warmBytes()).isPositive().isLessThanOrEqualTo(3_000);
    assertThat(statistics.evictions()).isPositive();
  }

  @Test
  void settle_entryLargerThanWarm_isNotKeptThere() {
    TieredStore store = store(false, 1_000);
    TieredTable table = open(store, 1);
    put(table, "large", "x".repeat(2_000), Row.NEVER);
    put(table, "small", "y", Row.NEVER);
    put(table, "other", "z", Row.NEVER);

    assertThat(get(table, "large")).isNull();
    assertThat(get(table, "small")).isEqualTo("y");
  }

  @Test
  void touch_entryLeavesMemory_theMovedDeadlineIsSaved() {
    try (TieredStore store = store(true, 0)) {
      TieredTable table = open(store, 1);
      put(table, "a", "value", now.get() + 100);
      try (LockedKey locked = table.lock("a")) {
        HotEntry entry = locked.find();
        assertThat(entry).isNotNull();
        assertThat(entry.touch(now.get() + 900)).isTrue();
      }
      put(table, "b", "pushes a down", Row.NEVER);
      put(table, "c", "and again", Row.NEVER);

      try (LockedKey locked = table.lock("a")) {
        HotEntry entry = locked.find();
        assertThat(entry).isNotNull();
        assertThat(entry.deadlineMillis()).isEqualTo(now.get() + 900);
      }
      store.close(table);
    }
  }

  @Test
  void touch_entryStillHotAtClose_theMovedDeadlineIsSaved() {
    try (TieredStore store = store(true, 1 << 20)) {
      TieredTable table = open(store, 10);
      put(table, "a", "value", now.get() + 100);
      HotEntry hot = table.hot().get("a");
      assertThat(hot).isNotNull();
      hot.touch(now.get() + 900);
      store.close(table);
    }
    try (TieredStore store = store(true, 1 << 20)) {
      TieredTable table = open(store, 10);
      try (LockedKey locked = table.lock("a")) {
        HotEntry entry = locked.find();
        assertThat(entry).isNotNull();
        assertThat(entry.deadlineMillis()).isEqualTo(now.get() + 900);
      }
      store.close(table);
    }
  }

  @Test
  void close_tableStillReferenced_holdsNoEntries() {
    try (TieredStore store = store(true, 1 << 20)) {
      TieredTable table = open(store, 10);
      put(table, "a", "value", Row.NEVER);
      assertThat(table.hot()).isNotEmpty();
      store.close(table);
      assertThat(table.hot()).isEmpty();
    }
  }

  @Test
  void touch_afterTheEntryWasRetired_saysSo() {
    HotEntry entry = new HotEntry("object", null, 1, null, 1, 0, 100, 100);
    assertThat(entry.touch(200)).isTrue();
    entry.retire();
    assertThat(entry.touch(300)).isFalse();
  }

  @Test
  void versions_overARestart_onlyGrow() {
    long last = 0;
    for (int run = 0; run < 3; run++) {
      try (TieredStore store = store(true, 0)) {
        TieredTable table = open(store, 1);
        for (int i = 0; i < 10; i++) {
          try (LockedKey locked = table.lock("a")) {
            HotEntry entry = table.newEntry(locked, i, Row.NEVER);
            assertThat(entry.version()).as("versions (I4)").isGreaterThan(last);
            last = entry.version();
            table.apply(List.of(new Write(locked, entry)));
          }
        }
        store.close(table);
      }
    }
  }

  @Test
  void keys_inMemoryOverTwoTiers_eachOnce() {
    TieredTable table = open(store(false, 1 << 20), 3);
    Set<Object> expected = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      put(table, i, "value", Row.NEVER);
      expected.add(i);
    }
    Set<Object> seen = new HashSet<>();
    table.keys().forEachRemaining(key -> assertThat(seen.add(key)).as("%s again", key).isTrue());
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void twoLoaders_oneFile_shareEntriesAndDeadlines() {
    try (TieredStore store = store(true, 1 << 20)) {
      TieredTable one = open(store, 10);
      TieredTable two = open(store, 10, new ClassLoader() {});
      put(one, "a", "first", now.get() + 100);
      HotEntry hot = one.hot().get("a");
      assertThat(hot).isNotNull();
      hot.touch(now.get() + 900);

      try (LockedKey locked = two.lock("a")) {
        HotEntry taken = locked.find();
        assertThat(taken).isNotNull();
        assertThat(taken.deadlineMillis()).isEqualTo(now.get() + 900);
      }
      assertThat(one.hot().containsKey("a")).as("hot in one view only").isFalse();
      put(two, "a", "second", Row.NEVER);
      assertThat(get(one, "a")).isEqualTo("second");
      put(two, "a", "third, while the other has it hot", Row.NEVER);
      assertThat(get(one, "a")).isEqualTo("third, while the other has it hot");
      remove(one, "a");
      assertThat(get(two, "a")).isNull();
      store.close(one);
      store.close(two);
    }
  }

  @Test
  void prefetch_manyColdKeys_findsThemAll() {
    try (TieredStore store = store(true, 0)) {
      TieredTable table = open(store, 1);
      List<Object> keys = new ArrayList<>();
      for (int i = 0; i < 1_200; i++) {
        put(table, "key-" + i, i, Row.NEVER);
        keys.add("key-" + i);
      }
      keys.add("absent");
      try (LockedKeys locked = table.lockAll(keys)) {
        locked.prefetch();
        for (int i = 0; i < 1_200; i++) {
          LockedKey key = locked.keys().get(i);
          HotEntry entry = key.find();
          assertThat(entry).isNotNull();
          assertThat(table.objectOf(entry)).isEqualTo(i);
        }
        assertThat(locked.keys().get(1_200).find()).isNull();
      }
      store.close(table);
    }
  }

  @Test
  void expiredKeys_someExpired_thoseAndNoOthers() {
    try (TieredStore store = store(true, 0)) {
      TieredTable table = open(store, 1);
      Set<Object> expected = new HashSet<>();
      for (int i = 0; i < 1_100; i++) {
        boolean expires = i % 2 == 0;
        put(table, i, "value", expires ? now.get() + 10 : Row.NEVER);
        if (expires) {
          expected.add(i);
        }
      }
      put(table, "later", "value", now.get() + 1_000);
      now.addAndGet(20);
      Set<Object> found = new HashSet<>();
      table.expiredKeys().forEachRemaining(found::addAll);
      assertThat(found).isEqualTo(expected);
      store.close(table);
    }
  }

  @Test
  void write_inMemoryForEver_asksNoClock() {
    TieredTable table = open(store(false, 1 << 20), 10);
    put(table, "a", "value", Row.NEVER);
    assertThat(get(table, "a")).isEqualTo("value");
    assertThat(clockReads).hasValue(0);
  }
}
