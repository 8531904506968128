package io.github.thermae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.thermae.ThermaeCache;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.config.WriteBehindOptions;
import io.github.thermae.writebehind.WriteBehind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When the file fails, an entry and what is owed for it are both there, or neither. */
@Timeout(60)
class BehindFailingFileTest {
  private static final WriteBehindOptions PATIENT =
      WriteBehindOptions.NONE.withMaxDelay(Duration.ofHours(1)).withCloseTimeout(Duration.ZERO);

  /** So much the flusher puts into one transaction. */
  private static final int FLUSH_BATCH = 1_000;

  private static final int MORE_THAN_A_FLUSH = 3 * FLUSH_BATCH;

  @TempDir Path folder;

  private final Faults faults = new Faults(1);
  private final Log log = new Log();
  private @Nullable CacheManager manager;

  @AfterEach
  void close() {
    faults.disarm();
    if (manager != null) {
      manager.close();
    }
    assertThat(faults.misuse()).as("calls of a closed store").isEmpty();
  }

  @SuppressWarnings("unchecked") // it was made with these types
  private ThermaeCache<String, String> open(Mode mode, WriteBehindOptions options) {
    if (manager != null) {
      manager.close();
    }
    Properties settings = mode.settings(folder.resolve("failing.db"), 0);
    if (mode == Mode.LAZY) {
      settings.setProperty("thermae.store.flush-interval", "1h");
    }
    CacheManager opened = new ModelStore(settings, faults, new AtomicLong(1_000_000)).open();
    manager = opened;
    return opened
        .createCache(
            "failing",
            ThermaeConfiguration.builder(String.class, String.class)
                .writeBehind(() -> log, options)
                .build())
        .unwrap(ThermaeCache.class);
  }

  private static WriteBehind<String, String> behind(ThermaeCache<String, String> cache) {
    return cache.writeBehind().orElseThrow();
  }

  @Test
  void failedWrite_leavesNothingInTheQueue() {
    ThermaeCache<String, String> cache = open(Mode.WRITE_THROUGH, PATIENT);
    cache.put("a", "1");
    faults.armForEver(Faults.WRITES);
    assertThatThrownBy(() -> cache.put("a", "2")).isInstanceOf(CacheException.class);
    assertThatThrownBy(() -> cache.put("b", "2")).isInstanceOf(CacheException.class);
    assertThatThrownBy(() -> cache.remove("a")).isInstanceOf(CacheException.class);
    assertThatThrownBy(() -> cache.getAndPut("a", "3")).isInstanceOf(CacheException.class);
    assertThatThrownBy(() -> cache.putAll(Map.of("a", "4", "c", "4")))
        .isInstanceOf(CacheException.class);
    assertThatThrownBy(() -> cache.removeAll(Set.of("a", "d"))).isInstanceOf(CacheException.class);
    faults.disarm();
    assertThat(behind(cache).statistics().queuedOperations()).isEqualTo(1);
    assertThat(cache.get("a")).isEqualTo("1");
    ThermaeCache<String, String> again = open(Mode.WRITE_THROUGH, PATIENT);
    assertThat(again.get("a")).isEqualTo("1");
    assertThat(again.containsKey("b")).isFalse();
    assertThat(behind(again).flush(Duration.ofSeconds(30))).isTrue();
    assertThat(log.lines).containsExactly("a=1");
  }

  @Test
  void write_isOneTransactionWithItsPlaceInTheQueue() {
    ThermaeCache<String, String> cache = open(Mode.WRITE_THROUGH, PATIENT);
    cache.put("a", "0");
    // If there were a second one it would fail, and so would the write.
    faults.arm(Faults.WRITES, 1, Integer.MAX_VALUE);
    cache.put("a", "1");
    faults.arm(Faults.WRITES, 1, Integer.MAX_VALUE);
    cache.putAll(Map.of("b", "1", "c", "1"));
    faults.arm(Faults.WRITES, 1, Integer.MAX_VALUE);
    cache.remove("b");
    faults.disarm();
    ThermaeCache<String, String> again = open(Mode.WRITE_THROUGH, PATIENT);
    assertThat(behind(again).flush(Duration.ofSeconds(30))).isTrue();
    assertThat(log.lines).containsExactlyInAnyOrder("a=1", "b-", "c=1");
  }

  @Test
  void lazyWriteWhoseFlushFails_isInMemoryAndQueuedUntilItCanBeSaved() {
    ThermaeCache<String, String> cache = open(Mode.LAZY, PATIENT);
    faults.armForEver(Faults.WRITES);
    cache.put("a", "1");
    assertThatThrownBy(cache::flush).isInstanceOf(CacheException.class);
    // A removal that could not be recorded would come back: it is refused, with what it owes.
    assertThatThrownBy(() -> cache.remove("a")).isInstanceOf(CacheException.class);
    assertThat(behind(cache).statistics().queuedOperations()).isEqualTo(1);
    assertThat(behind(cache).flush(Duration.ofMillis(100))).as("before it is saved").isFalse();
    assertThat(log.lines).isEmpty();
    faults.disarm();
    assertThat(behind(cache).flush(Duration.ofSeconds(30))).isTrue();
    assertThat(log.lines).containsExactly("a=1");
  }

  @Test
  void close_lazyWriteThatCannotBeSaved_tellsWhatTheWriterLoses() {
    ThermaeCache<String, String> cache = open(Mode.LAZY, PATIENT);
    cache.put("a", "1");
    cache.flush();
    faults.armForEver(Faults.WRITES);
    cache.put("b", "1");
    assertThatThrownBy(cache::close)
        .isInstanceOf(CacheException.class)
        .hasStackTraceContaining("1 operations, which were in memory only, are lost");
    faults.disarm();
    ThermaeCache<String, String> again = open(Mode.LAZY, PATIENT);
    assertThat(behind(again).flush(Duration.ofSeconds(30))).isTrue();
    assertThat(log.lines).containsExactly("a=1");
  }

  @Test
  void lazyDeletionThatIsSavedAtOnce_isNotReplacedByWhatWasQueuedBefore() {
    ThermaeCache<String, String> cache = open(Mode.LAZY, PATIENT);
    cache.put("a", "1");
    faults.arm(Faults.WRITES, 0, 1);
    assertThatThrownBy(cache::flush).isInstanceOf(CacheException.class);
    assertThat(cache.remove("a")).as("while the last flush has failed").isTrue();
    cache.put("b", "1");
    cache.flush();
    ThermaeCache<String, String> again = open(Mode.LAZY, PATIENT);
    assertThat(behind(again).flush(Duration.ofSeconds(30))).isTrue();
    assertThat(log.lines).containsExactlyInAnyOrder("a-", "b=1");
  }

  /** What overtakes a failed operation is in the file before that one leaves it. */
  @Test
  void lazyWriteThatFailed_isNotGivenUpForOneThatIsNotSaved() {
    ThermaeCache<String, String> cache =
        open(
            Mode.LAZY,
            PATIENT
                .withMaxDelay(Duration.ZERO)
                .withRetryBackoff(Duration.ofMillis(1), Duration.ofMillis(1)));
    behind(cache).pause();
    cache.put("a", "1");
    cache.flush();
    log.refused = true;
    log.duringCall =
        () -> {
          log.duringCall = () -> {};
          cache.put("a", "2");
          // As if it were killed after the next transaction.
          faults.arm(Faults.WRITES, 1, Integer.MAX_VALUE);
        };
    behind(cache).resume();
    await().until(() -> faults.injected() > 0);
    ThermaeCache<String, String> again = reopenAfterFaults(Mode.LAZY);
    log.refused = false;
    assertThat(behind(again).flush(Duration.ofSeconds(30))).isTrue();
    assertThat(log.lines).containsExactly("a=2");
  }

  /** The database gets the newer value, so the cache must not go on with the older one. */
  @Test
  void lazyQueueThatIsSavedWithoutItsEntries_olderEntriesAreForgotten() {
    WriteBehindOptions each = PATIENT.withCoalescing(false);
    ThermaeCache<String, String> cache = open(Mode.LAZY, each);
    cache.put("a", "old");
    cache.flush();
    // One entry only, so nobody flushes by himself; what is owed needs several transactions.
    for (int i = 0; i < MORE_THAN_A_FLUSH; i++) {
      cache.put("a", "new" + i);
    }
    faults.arm(Faults.WRITES, 1, Integer.MAX_VALUE);
    assertThatThrownBy(cache::flush).isInstanceOf(CacheException.class);
    ThermaeCache<String, String> again = reopenAfterFaults(Mode.LAZY, each);
    assertThat(behind(again).statistics().queuedOperations()).isEqualTo(1 + FLUSH_BATCH);
    assertThat(again.get("a")).isNull();
    assertThat(behind(again).flush(Duration.ofSeconds(30))).isTrue();
    assertThat(log.lines).endsWith("a=new" + (FLUSH_BATCH - 1));
  }

  @Test
  void deadLetterThatCannotBeEncoded_isInMemoryAndHoldsUpNobody() {
    CacheManager opened =
        new ModelStore(
                Mode.LAZY.settings(folder.resolve("odd.db"), 0), faults, new AtomicLong(1_000_000))
            .open();
    manager = opened;
    List<Object> written = new CopyOnWriteArrayList<>();
    AtomicBoolean isRefusing = new AtomicBoolean();
    ThermaeConfiguration<String, Object> objects =
        ThermaeConfiguration.builder(String.class, Object.class)
            .storeByValue(false)
            .writeBehind(
                () -> new NotingWriter(written, isRefusing),
                PATIENT
                    .withMaxDelay(Duration.ZERO)
                    .withConcurrency(1)
                    .withRetryAttempts(1)
                    .withRetryBackoff(Duration.ofMillis(1), Duration.ofMillis(1)))
            .build();
    @SuppressWarnings("unchecked") // it was made with these types
    ThermaeCache<String, Object> cache =
        opened.createCache("odd", objects).unwrap(ThermaeCache.class);
    List<Object> good = new ArrayList<>(List.of("good"));
    List<Object> odd = new ArrayList<>(List.of(Thread.currentThread()));
    cache.put("good", good);
    assertThat(cache.writeBehind().orElseThrow().flush(Duration.ofSeconds(30))).isTrue();
    isRefusing.set(true);
    cache.put("odd", odd);
    await().until(() -> cache.writeBehind().orElseThrow().statistics().deadLetters() == 1);
    isRefusing.set(false);
    cache.put("b", "1");
    assertThat(cache.writeBehind().orElseThrow().flush(Duration.ofSeconds(30))).isTrue();
    assertThat(cache.writeBehind().orElseThrow().deadLetters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.value()).isSameAs(odd));
    assertThat(cache.writeBehind().orElseThrow().requeueAll()).isEqualTo(1);
    assertThat(cache.writeBehind().orElseThrow().flush(Duration.ofSeconds(30))).isTrue();
    assertThat(written).containsExactly(good, "1", odd);
  }

  @Test
  void rowThatCannotBeTakenAway_isTakenAwayWithTheNext() {
    ThermaeCache<String, String> cache = open(Mode.WRITE_THROUGH, PATIENT);
    cache.put("a", "1");
    faults.armForEver(Faults.WRITES);
    assertThat(behind(cache).flush(Duration.ofSeconds(30))).isTrue();
    assertThat(log.lines).containsExactly("a=1");
    faults.disarm();
    cache.put("b", "1");
    assertThat(behind(cache).flush(Duration.ofSeconds(30))).isTrue();
    assertThat(behind(open(Mode.WRITE_THROUGH, PATIENT)).statistics().queuedOperations()).isZero();
    assertThat(log.lines).containsExactly("a=1", "b=1");
  }

  @Test
  void rowThatCouldNotBeTakenAwayBeforeTheEnd_isDeliveredOnceMore() {
    ThermaeCache<String, String> cache = open(Mode.WRITE_THROUGH, PATIENT);
    cache.put("a", "1");
    faults.armForEver(Faults.WRITES);
    assertThat(behind(cache).flush(Duration.ofSeconds(30))).isTrue();
    ThermaeCache<String, String> again = reopenAfterFaults(Mode.WRITE_THROUGH);
    assertThat(behind(again).flush(Duration.ofSeconds(30))).isTrue();
    assertThat(log.lines).containsExactly("a=1", "a=1");
  }

  private ThermaeCache<String, String> reopenAfterFaults(Mode mode) {
    return reopenAfterFaults(mode, PATIENT);
  }

  private ThermaeCache<String, String> reopenAfterFaults(Mode mode, WriteBehindOptions options) {
    CacheManager before = manager;
    if (before != null) {
      before.close();
    }
    faults.disarm();
    return open(mode, options);
  }

  @Test
  void deadLetterThatCannotBeSaved_isTriedAgain() {
    log.refused = true;
    ThermaeCache<String, String> cache =
        open(
            Mode.WRITE_THROUGH,
            PATIENT
                .withMaxDelay(Duration.ZERO)
                .withRetryAttempts(1)
                .withRetryBackoff(Duration.ofMillis(1), Duration.ofMillis(1)));
    behind(cache).pause();
    cache.put("a", "1");
    faults.arm(Faults.WRITES, 0, 1);
    behind(cache).resume();
    await().until(() -> behind(cache).deadLetters().size() == 1);
    assertThat(behind(cache).statistics().queuedOperations()).isZero();
  }

  /** A writer that only notes. */
  private static final class Log implements CacheWriter<String, String> {
    final List<String> lines = new CopyOnWriteArrayList<>();
    volatile boolean refused;
    volatile Runnable duringCall = () -> {};

    @Override
    public void write(Cache.Entry<? extends String, ? extends String> entry) {
      throw new AssertionError("batches go to writeAll");
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
      duringCall.run();
      if (refused) {
        throw new IllegalStateException("refused");
      }
      entries.forEach(entry -> lines.add(entry.getKey() + "=" + entry.getValue()));
    }

    @Override
    public void delete(Object key) {
      throw new AssertionError("batches go to deleteAll");
    }

    @Override
    public void deleteAll(Collection<?> keys) {
      keys.forEach(key -> lines.add(key + "-"));
    }
  }
}
