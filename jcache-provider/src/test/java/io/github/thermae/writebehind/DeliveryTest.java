package io.github.thermae.writebehind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.thermae.ThermaeCache;
import io.github.thermae.model.Mode;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javax.cache.Cache;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What reaches the writer, when, and in which order. */
class DeliveryTest extends AnyBehind {
  @ParameterizedTest
  @EnumSource
  void put_returnsBeforeTheWriterHasIt(Mode mode) {
    ThermaeCache<String, String> cache = open(mode, PATIENT);
    cache.put("a", "1");
    assertThat(cache.get("a")).isEqualTo("1");
    assertThat(database.rows).isEmpty();
    assertThat(statistics(cache).queuedOperations()).isEqualTo(1);

    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(database.rows).isEqualTo(Map.of("a", "1"));
    assertThat(statistics(cache).queuedOperations()).isZero();
    assertThat(statistics(cache).queuedBytes()).isZero();
    assertThat(statistics(cache).written()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void everyKindOfWrite_reachesTheWriter(Mode mode) {
    ThermaeCache<String, String> cache = open(mode, PATIENT.withCoalescing(false));
    cache.put("put", "1");
    cache.putAll(Map.of("all", "1"));
    cache.putIfAbsent("absent", "1");
    cache.putIfAbsent("put", "no");
    cache.getAndPut("got", "1");
    cache.replace("put", "2");
    cache.replace("put", "2", "3");
    cache.replace("put", "wrong", "no");
    cache.getAndReplace("put", "4");
    cache.invoke(
        "invoked",
        (entry, arguments) -> {
          entry.setValue("1");
          return null;
        });
    String computed = cache.computeIfAbsent("computed", key -> "1");
    cache.remove("absent");
    cache.remove("never there");
    cache.getAndRemove("got");
    cache.remove("all", "1");
    cache.removeAll(Set.of("invoked"));
    for (var entries = cache.iterator(); entries.hasNext(); ) {
      Cache.Entry<String, String> entry = entries.next();
      if (entry.getKey().equals("computed")) {
        entries.remove();
      }
    }
    assertThat(computed).isEqualTo("1");
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(database.logOf("put")).containsExactly("put=1", "put=2", "put=3", "put=4");
    assertThat(database.logOf("all")).containsExactly("all=1", "all-");
    assertThat(database.logOf("absent")).containsExactly("absent=1", "absent-");
    assertThat(database.logOf("never there")).containsExactly("never there-");
    assertThat(database.logOf("got")).containsExactly("got=1", "got-");
    assertThat(database.logOf("invoked")).containsExactly("invoked=1", "invoked-");
    assertThat(database.logOf("computed")).containsExactly("computed=1", "computed-");
    assertThat(database.rows).isEqualTo(Map.of("put", "4"));
  }

  @ParameterizedTest
  @EnumSource
  void coalescing_onlyTheNewestOfAKeyIsDelivered(Mode mode) {
    ThermaeCache<String, String> cache = open(mode, PATIENT);
    cache.put("a", "1");
    cache.put("a", "2");
    cache.put("b", "1");
    cache.remove("b");
    cache.remove("c");
    cache.put("c", "3");
    assertThat(statistics(cache).queuedOperations()).isEqualTo(3);
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(database.log).containsExactlyInAnyOrder("a=2", "b-", "c=3");
    assertThat(statistics(cache).coalesced()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void clear_neitherTellsTheWriterNorTakesBackWhatIsQueued(Mode mode) {
    ThermaeCache<String, String> cache = open(mode, PATIENT);
    cache.put("a", "1");
    cache.clear();
    assertThat(cache.get("a")).isNull();
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(database.log).containsExactly("a=1");
  }

  @ParameterizedTest
  @EnumSource
  void expiryAndEviction_areNotTheWritersBusiness(Mode mode) throws InterruptedException {
    ThermaeCache<String, String> cache =
        open(mode, configuration(PATIENT).hotMaxEntries(1).ttl(Duration.ofMillis(20)));
    for (int i = 0; i < 50; i++) {
      cache.put("k" + i, "v");
    }
    await().until(() -> !cache.containsKey("k49"));
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(database.rows).hasSize(50);
    assertThat(statistics(cache).deleted()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void batches_areAsLargeAsTheOptionSays(Mode mode) {
    ThermaeCache<String, String> cache = open(mode, PATIENT.withBatchSize(10));
    behind(cache).pause();
    for (int i = 0; i < 35; i++) {
      cache.put("k" + i, "v");
    }
    assertThat(database.batches).isEmpty();
    behind(cache).resume();
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(database.batches).containsExactly(10, 10, 10, 5);
  }

  @ParameterizedTest
  @EnumSource
  void maxDelay_deliversABatchThatIsNotFull(Mode mode) {
    ThermaeCache<String, String> cache = open(mode, PATIENT.withMaxDelay(Duration.ofMillis(50)));
    cache.put("a", "1");
    await().untilAsserted(() -> assertThat(database.rows).containsEntry("a", "1"));
  }

  @ParameterizedTest
  @EnumSource
  void fullBatch_isDeliveredBeforeTheDelayIsOver(Mode mode) {
    ThermaeCache<String, String> cache = open(mode, PATIENT.withBatchSize(3));
    cache.put("a", "1");
    cache.put("b", "1");
    cache.put("c", "1");
    await().untilAsserted(() -> assertThat(database.rows).hasSize(3));
    assertThat(database.batches).containsExactly(3);
  }

  @ParameterizedTest
  @EnumSource
  void rateLimit_nextBatchWaitsForItsTurn(Mode mode) {
    ThermaeCache<String, String> cache = open(mode, PATIENT.withBatchSize(1).withRateLimit(1));
    cache.put("a", "1");
    cache.put("b", "1");
    assertThat(behind(cache).flush(Duration.ofMillis(300))).isFalse();
    assertThat(database.log).hasSize(1);
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(database.log).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void putWhileTheSameKeyIsUnderWay_isDeliveredAfterIt(Mode mode) throws InterruptedException {
    database.gate = new CountDownLatch(1);
    ThermaeCache<String, String> cache = open(mode, EAGER.withConcurrency(4));
    cache.put("a", "1");
    database.arrived.await();
    cache.put("a", "2");
    cache.put("a", "3");
    assertThat(statistics(cache).queuedOperations()).isEqualTo(2);
    assertThat(statistics(cache).operationsUnderWay()).isEqualTo(1);
    openGate();
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(database.log).containsExactly("a=1", "a=3");
  }

  @ParameterizedTest
  @EnumSource
  void flush_whileTheWriterHangs_endsWhenItsTimeIsUp(Mode mode) {
    database.gate = new CountDownLatch(1);
    ThermaeCache<String, String> cache = open(mode, EAGER);
    cache.put("a", "1");
    assertThat(behind(cache).flush(Duration.ofMillis(50))).isFalse();
    openGate();
    assertThat(behind(cache).flush(LONG)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void handle_afterClosing_isRefused(Mode mode) {
    ThermaeCache<String, String> cache = open(mode, EAGER);
    WriteBehind<String, String> behind = behind(cache);
    cache.close();
    assertThatThrownBy(() -> behind.flush(LONG)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(behind::statistics).isInstanceOf(IllegalStateException.class);
  }

  private void openGate() {
    CountDownLatch gate = database.gate;
    if (gate != null) {
      gate.countDown();
    }
  }
}
