package io.github.thermae.writebehind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.thermae.ThermaeCache;
import io.github.thermae.config.WhenFull;
import io.github.thermae.model.Mode;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import javax.cache.integration.CacheWriterException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens at the bound of the queue. */
@Timeout(60)
class PressureTest extends AnyBehind {
  @ParameterizedTest
  @EnumSource
  void reject_writeIsRefusedAndNothingChanges(Mode mode) {
    ThermaeCache<String, String> cache =
        open(mode, PATIENT.withQueueMaxEntries(2).withWhenFull(WhenFull.REJECT));
    cache.put("a", "1");
    cache.put("b", "1");
    assertThatThrownBy(() -> cache.put("c", "1"))
        .isInstanceOf(CacheWriterException.class)
        .hasMessageContaining("'behind'")
        .hasMessageContaining("2 operations of 2")
        .hasMessageContaining("write-behind.queue.max-entries");
    assertThatThrownBy(() -> cache.remove("d")).isInstanceOf(CacheWriterException.class);
    assertThatThrownBy(() -> cache.putAll(Map.of("e", "1")))
        .isInstanceOf(CacheWriterException.class);
    assertThat(cache.containsKey("c")).isFalse();
    assertThat(cache.containsKey("e")).isFalse();
    assertThat(statistics(cache).refused()).isEqualTo(3);
    // Takes the place of one that waits, so it needs no room.
    cache.put("a", "2");
    // Writes nothing, so neither does this.
    assertThat(cache.replace("none", "1")).isFalse();
    assertThat(cache.putIfAbsent("a", "3")).isFalse();
    assertThat(cache.get("b")).isEqualTo("1");
    assertThat(behind(cache).flush(LONG)).isTrue();
    cache.put("c", "1");
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(database.rows).isEqualTo(Map.of("a", "2", "b", "1", "c", "1"));
    assertThat(statistics(cache).queuedBytes()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void block_writeWaitsForRoom(Mode mode) {
    ThermaeCache<String, String> cache =
        open(mode, PATIENT.withQueueMaxEntries(1).withBlockTimeout(LONG));
    cache.put("a", "1");
    CompletableFuture<Void> second = CompletableFuture.runAsync(() -> cache.put("b", "1"));
    assertThat(behind(cache).flush(LONG)).isTrue();
    second.join();
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(database.rows).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void block_timeIsUp_writeIsRefused(Mode mode) {
    ThermaeCache<String, String> cache =
        open(mode, PATIENT.withQueueMaxEntries(1).withBlockTimeout(Duration.ofMillis(20)));
    cache.put("a", "1");
    assertThatThrownBy(() -> cache.put("b", "1"))
        .isInstanceOf(CacheWriterException.class)
        .hasMessageContaining("PT0.02S");
    assertThat(cache.containsKey("b")).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void block_whoWaitsHoldsNoKey(Mode mode) {
    ThermaeCache<String, String> cache =
        open(
            mode,
            configuration(PATIENT.withQueueMaxEntries(1).withBlockTimeout(LONG)).hotMaxEntries(1));
    cache.put("a", "1");
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> cache.put("b", "1"));
    for (int i = 0; i < 1_000; i++) {
      // Not hot, so every stripe of keys is asked for.
      assertThat(cache.containsKey("k" + i)).isFalse();
    }
    assertThat(cache.containsKey("b")).isFalse();
    assertThat(waiting).isNotDone();
    assertThat(behind(cache).flush(LONG)).isTrue();
    waiting.join();
  }

  @ParameterizedTest
  @EnumSource
  void dropOldest_newestStay(Mode mode) {
    ThermaeCache<String, String> cache =
        open(mode, PATIENT.withQueueMaxEntries(3).withWhenFull(WhenFull.DROP_OLDEST));
    for (int i = 0; i < 10; i++) {
      cache.put("k" + i, "v" + i);
    }
    assertThat(statistics(cache).queuedOperations()).isEqualTo(3);
    assertThat(statistics(cache).dropped()).isEqualTo(7);
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(database.rows.keySet()).containsExactlyInAnyOrder("k7", "k8", "k9");
    assertThat(cache.get("k0")).isEqualTo("v0");
    if (mode.isDurable()) {
      assertThat(statistics(reopen(mode, PATIENT)).queuedOperations()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void dropOldest_whatComesToNothingOrTakesAPlace_dropsNothing(Mode mode) {
    ThermaeCache<String, String> cache =
        open(mode, PATIENT.withQueueMaxEntries(2).withWhenFull(WhenFull.DROP_OLDEST));
    cache.put("a", "1");
    cache.put("b", "1");
    assertThat(cache.putIfAbsent("a", "2")).isFalse();
    assertThat(cache.replace("absent", "2")).isFalse();
    assertThat(cache.<String>invoke("a", (entry, arguments) -> entry.getValue())).isEqualTo("1");
    cache.putAll(Map.of("a", "2", "b", "2"));
    assertThat(statistics(cache).dropped()).isZero();
    assertThat(cache.putIfAbsent("c", "1")).isTrue();
    assertThat(statistics(cache).dropped()).isEqualTo(1);
    assertThat(statistics(cache).queuedOperations()).isEqualTo(2);
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(database.rows).isEqualTo(Map.of("b", "2", "c", "1"));
  }

  @ParameterizedTest
  @EnumSource
  void block_conditionalWrite_waitsForRoomToo(Mode mode) {
    ThermaeCache<String, String> cache = open(mode, PATIENT.withQueueMaxEntries(1));
    cache.put("a", "1");
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(() -> cache.putIfAbsent("b", "1"));
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(waiting.join()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void bytes_areABoundToo(Mode mode) {
    ThermaeCache<String, String> cache =
        open(mode, PATIENT.withQueueMaxBytes(10_000).withWhenFull(WhenFull.REJECT));
    cache.put("a", "x".repeat(20_000));
    assertThatThrownBy(() -> cache.put("b", "1"))
        .isInstanceOf(CacheWriterException.class)
        .hasMessageContaining("bytes of 10,000");
    assertThat(statistics(cache).queuedBytes()).isGreaterThan(10_000);
  }

  @ParameterizedTest
  @EnumSource
  void batchLargerThanTheQueue_isQueuedInParts(Mode mode) {
    ThermaeCache<String, String> cache =
        open(mode, EAGER.withQueueMaxEntries(7).withBlockTimeout(LONG));
    Map<String, String> many = new TreeMap<>();
    for (int i = 0; i < 200; i++) {
      many.put("k" + i, "v" + i);
    }
    cache.putAll(many);
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(database.rows).isEqualTo(many);
    cache.removeAll(many.keySet());
    await().until(database.rows::isEmpty);
  }

  @ParameterizedTest
  @EnumSource
  void interruptedWhileWaiting_isRefusedAndStaysInterrupted(Mode mode) {
    ThermaeCache<String, String> cache =
        open(mode, PATIENT.withQueueMaxEntries(1).withBlockTimeout(LONG));
    cache.put("a", "1");
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> cache.put("b", "1")).isInstanceOf(CacheWriterException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      boolean unused = Thread.interrupted();
    }
  }
}
