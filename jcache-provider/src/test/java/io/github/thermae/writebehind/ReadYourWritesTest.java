package io.github.thermae.writebehind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.thermae.ThermaeCache;
import io.github.thermae.model.Mode;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A key whose write is still queued is answered from the queue, never by an older value. */
@Timeout(60)
class ReadYourWritesTest extends AnyBehind {
  private ThermaeCache<String, String> openExpiring(Mode mode) {
    database.rows.put("a", "old");
    database.rows.put("b", "old");
    return open(
        mode, configuration(PATIENT).readThrough(() -> database).ttl(Duration.ofMillis(10)));
  }

  private ThermaeCache<String, String> openCleared(Mode mode) {
    database.rows.put("a", "old");
    database.rows.put("b", "old");
    return open(mode, configuration(PATIENT).readThrough(() -> database));
  }

  @ParameterizedTest
  @EnumSource
  void get_ofAnExpiredEntry_isAnsweredFromTheQueue(Mode mode) {
    ThermaeCache<String, String> cache = openExpiring(mode);
    cache.put("a", "new");
    await().until(() -> !cache.containsKey("a"));
    assertThat(cache.get("a")).isEqualTo("new");
    assertThat(database.loads).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void get_ofARemovedKey_doesNotAskTheDatabase(Mode mode) {
    ThermaeCache<String, String> cache = openCleared(mode);
    cache.remove("a");
    assertThat(cache.get("a")).isNull();
    assertThat(database.loads).isEmpty();
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(cache.get("a")).isNull();
    assertThat(database.loads).containsExactly("a");
  }

  @ParameterizedTest
  @EnumSource
  void getAll_mixesQueueAndDatabase(Mode mode) {
    ThermaeCache<String, String> cache = openCleared(mode);
    cache.put("a", "new");
    cache.remove("c");
    cache.clear();
    assertThat(cache.getAll(Set.of("a", "b", "c"))).isEqualTo(Map.of("a", "new", "b", "old"));
    assertThat(database.loads).containsExactly("b");
  }

  @ParameterizedTest
  @EnumSource
  void invoke_readsFromTheQueue(Mode mode) {
    ThermaeCache<String, String> cache = openCleared(mode);
    cache.put("a", "new");
    cache.clear();
    String seen = cache.invoke("a", (entry, arguments) -> entry.getValue());
    assertThat(seen).isEqualTo("new");
  }

  @ParameterizedTest
  @EnumSource
  void computeIfAbsent_readsFromTheQueue(Mode mode) {
    ThermaeCache<String, String> cache = openCleared(mode);
    cache.put("a", "new");
    cache.clear();
    assertThat(cache.computeIfAbsent("a", key -> "computed")).isEqualTo("new");
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(database.log).containsExactly("a=new");
  }

  @ParameterizedTest
  @EnumSource
  void loadAll_doesNotPutAnOlderValueOverAQueuedOne(Mode mode) {
    ThermaeCache<String, String> cache = openCleared(mode);
    cache.put("a", "new");
    cache.remove("c");
    database.rows.put("c", "old");
    CompletionListenerFuture done = new CompletionListenerFuture();
    cache.loadAll(Set.of("a", "b", "c"), true, done);
    await().until(done::isDone);
    assertThat(cache.containsKey("c")).isFalse();
    assertThat(cache.get("a")).isEqualTo("new");
    assertThat(cache.get("b")).isEqualTo("old");
  }

  @ParameterizedTest
  @EnumSource
  void get_whileTheWriterHasIt_isStillAnsweredFromTheQueue(Mode mode) {
    database.gate = new CountDownLatch(1);
    database.rows.put("a", "old");
    ThermaeCache<String, String> cache =
        open(mode, configuration(EAGER).readThrough(() -> database));
    cache.put("a", "new");
    await().until(() -> database.arrived.getCount() == 0);
    cache.clear();
    assertThat(cache.get("a")).isEqualTo("new");
    assertThat(database.loads).isEmpty();
  }

  @Test
  void get_ofAnEntryThatHasLeftTheLastTier_isAnsweredFromTheQueue() {
    database.gate = new CountDownLatch(1);
    database.rows.put("a", "old");
    database.rows.put("b", "old");
    ThermaeCache<String, String> cache =
        openWithRoomForOne(configuration(EAGER).readThrough(() -> database));
    cache.put("a", "new");
    await().until(() -> database.arrived.getCount() == 0);
    cache.put("b", "new");
    awaitEviction(cache, "a", "b");

    assertThat(cache.get("a")).as("which the writer has").isEqualTo("new");
    assertThat(cache.get("b")).as("which waits").isEqualTo("new");
    awaitEviction(cache, "a", "b");
    assertThat(cache.getAll(Set.of("a", "b"))).isEqualTo(Map.of("a", "new", "b", "new"));
    assertThat(database.loads).isEmpty();
    assertThat(database.rows).containsEntry("a", "old").containsEntry("b", "old");
  }

  /** Others come until the tiers have no room for these. */
  private static void awaitEviction(ThermaeCache<String, String> cache, String... keys) {
    AtomicInteger others = new AtomicInteger();
    await()
        .until(
            () -> {
              cache.put("other" + others.incrementAndGet(), "x");
              return Stream.of(keys).noneMatch(cache::containsKey);
            });
    assertThat(cache.tierStatistics().evictions()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  void get_afterARestart_isAnsweredFromTheQueue(Mode mode) {
    ThermaeCache<String, String> cache = openCleared(mode);
    cache.put("a", "new");
    cache.remove("b");
    cache.clear();
    manager(mode).close();
    ThermaeCache<String, String> again =
        open(mode, configuration(PATIENT).readThrough(() -> database));
    assertThat(again.get("a")).isEqualTo("new");
    assertThat(again.get("b")).isNull();
    assertThat(database.loads).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void newestOfSeveralQueued_isTheAnswer(Mode mode) {
    ThermaeCache<String, String> cache =
        open(mode, configuration(PATIENT.withCoalescing(false)).readThrough(() -> database));
    cache.put("a", "1");
    cache.remove("a");
    cache.put("a", "2");
    cache.clear();
    assertThat(cache.get("a")).isEqualTo("2");
  }
}
