package io.github.thermae.writebehind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.thermae.ThermaeCache;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.config.WriteBehindOptions;
import io.github.thermae.model.Mode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A writer that fails in every way that it can: its keys have the outcome, and no others. */
@Timeout(60)
class FailingWriterTest extends AnyBehind {
  private static final WriteBehindOptions THREE_TIMES = EAGER.withRetryAttempts(3);

  @ParameterizedTest
  @EnumSource
  void writerIsDownForAWhile_everythingIsDeliveredAfterwards(Mode mode) {
    database.isDown = true;
    ThermaeCache<String, String> cache = open(mode, EAGER.withBatchSize(10));
    Map<String, String> expected = fill(cache, 100);
    await().until(() -> statistics(cache).failedBatches() > 5);
    assertThat(database.rows).isEmpty();
    database.isDown = false;
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(database.rows).isEqualTo(expected);
    assertThat(statistics(cache).deadLetters()).isZero();
    assertThat(statistics(cache).retries()).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void partOfABatchFails_onlyThatPartIsTriedAgain(Mode mode) {
    database.refused.add("k3");
    database.refused.add("k7");
    ThermaeCache<String, String> cache = open(mode, PATIENT);
    fill(cache, 10);
    cache.remove("gone");
    assertThat(behind(cache).flush(Duration.ofMillis(100))).isFalse();
    assertThat(database.rows).hasSize(8);
    assertThat(database.log).hasSize(9);
    database.refused.clear();
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(database.rows).hasSize(10);
    // Nothing that was done was done again.
    assertThat(database.log).hasSize(11);
  }

  @ParameterizedTest
  @EnumSource
  void onePoisonEntrySpoilsItsBatch_onlyItBecomesADeadLetter(Mode mode) {
    database.poison.add("k42");
    ThermaeCache<String, String> cache = open(mode, THREE_TIMES.withBatchSize(100));
    List<DeadLetter<? extends String, ? extends String>> told = new CopyOnWriteArrayList<>();
    behind(cache).addDeadLetterListener(told::add);
    behind(cache).pause();
    fill(cache, 100);
    behind(cache).resume();
    await()
        .until(
            () ->
                statistics(cache).deadLetters() == 1 && statistics(cache).queuedOperations() == 0);
    assertThat(database.rows).hasSize(99).doesNotContainKey("k42");
    assertThat(behind(cache).deadLetters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.key()).isEqualTo("k42");
              assertThat(letter.value()).isEqualTo("v42");
              assertThat(letter.isDeletion()).isFalse();
              assertThat(letter.attempts()).isEqualTo(3);
              assertThat(letter.failure()).contains("poison in the batch");
              assertThat(letter.isSuperseded()).isFalse();
            });
    await().until(() -> told.size() == 1);
    assertThat(told.get(0).value()).isEqualTo("v42");
  }

  @ParameterizedTest
  @EnumSource
  void keyThatIsRefusedAgainAndAgain_isADeadLetterOnlyAfterItWasAlone(Mode mode) {
    database.refused.add("k3");
    ThermaeCache<String, String> cache = open(mode, THREE_TIMES);
    fill(cache, 10);
    await()
        .until(
            () ->
                statistics(cache).deadLetters() == 1 && statistics(cache).queuedOperations() == 0);
    assertThat(behind(cache).deadLetters()).extracting(DeadLetter::key).containsExactly("k3");
    assertThat(database.rows).hasSize(9);
    assertThat(database.batches).contains(1);
  }

  @ParameterizedTest
  @EnumSource
  void failingDeletion_becomesADeadLetterToo(Mode mode) {
    database.refused.add("a");
    ThermaeCache<String, String> cache = open(mode, THREE_TIMES);
    cache.remove("a");
    await()
        .until(
            () ->
                statistics(cache).deadLetters() == 1 && statistics(cache).queuedOperations() == 0);
    assertThat(behind(cache).deadLetters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.isDeletion()).isTrue();
              assertThat(letter.value()).isNull();
            });
  }

  @ParameterizedTest
  @EnumSource
  void laterPutOnAFailingKey_replacesIt(Mode mode) {
    database.gate = new CountDownLatch(1);
    database.refused.add("a");
    ThermaeCache<String, String> cache = open(mode, EAGER);
    cache.put("a", "1");
    await().until(() -> database.arrived.getCount() == 0);
    cache.put("a", "2");
    openGate();
    await().until(() -> statistics(cache).queuedOperations() == 1);
    database.refused.clear();
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(database.log).containsExactly("a=2");
  }

  @ParameterizedTest
  @EnumSource
  void withoutCoalescing_laterPutWaitsBehindTheFailingOne(Mode mode) {
    database.refused.add("a");
    ThermaeCache<String, String> cache = open(mode, EAGER.withCoalescing(false));
    cache.put("a", "1");
    await().until(() -> statistics(cache).failedBatches() > 2);
    cache.put("a", "2");
    cache.put("b", "1");
    await().until(() -> database.rows.containsKey("b"));
    assertThat(database.logOf("a")).isEmpty();
    database.refused.clear();
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(database.logOf("a")).containsExactly("a=1", "a=2");
  }

  @ParameterizedTest
  @EnumSource
  void poisonThatFailsForEver_doesNotHoldUpLaterKeys(Mode mode) {
    database.poison.add("poison");
    ThermaeCache<String, String> cache = open(mode, EAGER.withRetryAttempts(1_000_000));
    cache.put("poison", "1");
    await().until(() -> statistics(cache).failedBatches() > 3);
    Map<String, String> expected = fill(cache, 300);
    await().untilAsserted(() -> assertThat(database.rows).isEqualTo(expected));
    assertThat(statistics(cache).queuedOperations()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void writerHangsForGood_otherStripesGoOnAndClosingEndsInTime(Mode mode) {
    database.gate = new CountDownLatch(1);
    database.gatedKey = "hangs";
    ThermaeCache<String, String> cache =
        open(mode, EAGER.withConcurrency(8).withCloseTimeout(Duration.ofMillis(100)));
    cache.put("hangs", "1");
    await().until(() -> database.arrived.getCount() == 0);
    List<String> written = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      cache.put("k" + i, "v" + i);
      written.add("k" + i);
    }
    // Those that share its stripe wait; nobody else does.
    await().until(() -> database.rows.size() > 100);
    long start = System.nanoTime();
    if (mode.isDurable()) {
      cache.close();
    } else {
      assertThatThrownBy(cache::close)
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("are lost");
    }
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(10);
    assertThat(written).containsAll(database.rows.keySet());
  }

  @ParameterizedTest
  @EnumSource
  void writerThrowsAnError_isAFailureAsAnyOther(Mode mode) {
    ThermaeCache<String, String> cache =
        open(
            mode,
            ThermaeConfiguration.builder(String.class, String.class)
                .writeBehind(() -> new ThrowingWriter(database), EAGER));
    cache.put("a", "1");
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(database.rows).isEqualTo(Map.of("a", "1"));
    assertThat(statistics(cache).failedBatches()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void writerThatWaitsForItself_isRefused(Mode mode) {
    List<Throwable> thrown = new CopyOnWriteArrayList<>();
    ThermaeCache<?, ?>[] cache = new ThermaeCache<?, ?>[1];
    cache[0] =
        open(
            mode,
            ThermaeConfiguration.builder(String.class, String.class)
                .writeBehind(
                    () ->
                        new CallingWriter<>(
                            () -> {
                              try {
                                cache[0].writeBehind().orElseThrow().flush(LONG);
                              } catch (RuntimeException e) {
                                thrown.add(e);
                              }
                            }),
                    PATIENT));
    @SuppressWarnings("unchecked") // it was made with these types
    ThermaeCache<String, String> made = (ThermaeCache<String, String>) cache[0];
    made.put("a", "1");
    assertThat(behind(made).flush(LONG)).isTrue();
    assertThat(thrown).singleElement().isInstanceOf(IllegalStateException.class);
  }

  // ------------------------------------------------------------------ dead letters

  @ParameterizedTest
  @EnumSource
  void requeue_deadLetterReachesTheWriter(Mode mode) {
    ThermaeCache<String, String> cache = withDeadLetter(mode);
    database.refused.clear();
    assertThat(behind(cache).requeueAll()).isEqualTo(1);
    assertThat(behind(cache).deadLetters()).isEmpty();
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(database.rows).isEqualTo(Map.of("a", "1"));
  }

  @ParameterizedTest
  @EnumSource
  void requeue_afterALaterWriteOfTheKey_isRefused(Mode mode) {
    ThermaeCache<String, String> cache = withDeadLetter(mode);
    database.refused.clear();
    behind(cache).pause();
    cache.put("a", "2");
    long id = behind(cache).deadLetters().get(0).id();
    assertThat(behind(cache).requeue(id)).as("while the later one waits").isFalse();
    behind(cache).resume();
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(behind(cache).requeue(id)).as("after it was delivered").isFalse();
    assertThat(behind(cache).deadLetters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.isSuperseded()).isTrue());
    assertThat(database.rows).isEqualTo(Map.of("a", "2"));
  }

  @ParameterizedTest
  @EnumSource
  void requeueAll_twoDeadLettersOfAKey_newerIsDelivered(Mode mode) {
    ThermaeCache<String, String> cache = withDeadLetter(mode);
    cache.put("a", "2");
    await().until(() -> statistics(cache).deadLetters() == 2);
    database.refused.clear();
    assertThat(behind(cache).requeue(behind(cache).deadLetters().get(0).id()))
        .as("the older one")
        .isFalse();
    assertThat(behind(cache).requeueAll()).isEqualTo(1);
    assertThat(behind(cache).flush(LONG)).isTrue();
    assertThat(database.log).containsExactly("a=2");
    if (mode.isDurable()) {
      assertThat(behind(reopen(mode, THREE_TIMES)).requeueAll()).as("after a restart").isZero();
    }
  }

  /** Of a writer in a language that knows no checked exceptions. */
  @ParameterizedTest
  @EnumSource
  void writerThrowsACheckedException_isAFailureAsAnyOther(Mode mode) {
    AtomicBoolean isDown = new AtomicBoolean(true);
    ThermaeCache<String, String> cache =
        open(
            mode,
            ThermaeConfiguration.builder(String.class, String.class)
                .writeBehind(
                    () ->
                        new CallingWriter<>(
                            () -> {
                              if (isDown.get()) {
                                throwUndeclared(new SQLException("down"));
                              }
                            }),
                    EAGER));
    cache.put("a", "1");
    await().until(() -> statistics(cache).failedBatches() > 1);
    isDown.set(false);
    assertThat(behind(cache).flush(LONG)).isTrue();
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // nothing is really cast
  private static <E extends Exception> void throwUndeclared(Exception thrown) throws E {
    throw (E) thrown;
  }

  @ParameterizedTest
  @EnumSource
  void flush_laterWriteTakesTheFailedOnesPlace_waitsForThatOne(Mode mode) {
    database.gate = new CountDownLatch(1);
    database.refused.add("a");
    ThermaeCache<String, String> cache = open(mode, EAGER);
    cache.put("a", "1");
    await().until(() -> database.arrived.getCount() == 0);
    CompletableFuture<Boolean> flushed =
        CompletableFuture.supplyAsync(() -> behind(cache).flush(LONG));
    cache.put("a", "2");
    openGate();
    await().until(() -> statistics(cache).failedBatches() > 2);
    assertThat(flushed).isNotDone();
    database.refused.clear();
    assertThat(flushed.join()).isTrue();
    assertThat(database.rows).isEqualTo(Map.of("a", "2"));
  }

  @ParameterizedTest
  @EnumSource
  void writerComesBackAfterTheEnd_isNotCalledAgain(Mode mode) {
    database.gate = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch returned = new CountDownLatch(1);
    ThermaeCache<String, String> cache =
        open(
            mode,
            ThermaeConfiguration.builder(String.class, String.class)
                .writeBehind(
                    () -> new CallingWriter<>(() -> hang(calls, returned)),
                    PATIENT.withCloseTimeout(Duration.ofMillis(50))));
    cache.put("a", "1");
    cache.remove("b");
    try {
      cache.close();
    } catch (CacheException e) {
      assertThat(e).hasMessageContaining("are lost");
    }
    openGate();
    await().until(() -> returned.getCount() == 0);
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().contains("write-behind-" + CACHE)));
    assertThat(calls).hasValue(1);
  }

  /** Until the gate opens, whoever interrupts. */
  private void hang(AtomicInteger calls, CountDownLatch returned) {
    calls.incrementAndGet();
    CountDownLatch gate = database.gate;
    while (gate != null && gate.getCount() > 0) {
      Thread.onSpinWait();
    }
    returned.countDown();
  }

  @ParameterizedTest
  @EnumSource
  void dropDeadLetter_isGone(Mode mode) {
    ThermaeCache<String, String> cache = withDeadLetter(mode);
    long id = behind(cache).deadLetters().get(0).id();
    assertThat(behind(cache).dropDeadLetter(id)).isTrue();
    assertThat(behind(cache).dropDeadLetter(id)).isFalse();
    assertThat(behind(cache).deadLetters()).isEmpty();
    assertThat(behind(cache).requeue(id)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  void deadLetters_areThereAfterARestart(Mode mode) {
    ThermaeCache<String, String> cache = withDeadLetter(mode);
    DeadLetter<String, String> before = behind(cache).deadLetters().get(0);
    ThermaeCache<String, String> again = reopen(mode, THREE_TIMES);
    assertThat(behind(again).deadLetters()).containsExactly(before);
    database.refused.clear();
    assertThat(behind(again).requeue(before.id())).isTrue();
    assertThat(behind(again).flush(LONG)).isTrue();
    assertThat(database.rows).isEqualTo(Map.of("a", "1"));
    assertThat(behind(reopen(mode, THREE_TIMES)).deadLetters()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  void supersededDeadLetter_isSoAfterARestart(Mode mode) {
    ThermaeCache<String, String> cache = withDeadLetter(mode);
    database.refused.clear();
    cache.put("a", "2");
    assertThat(behind(cache).flush(LONG)).isTrue();
    ThermaeCache<String, String> again = reopen(mode, THREE_TIMES);
    assertThat(behind(again).requeueAll()).isZero();
    assertThat(behind(again).deadLetters()).hasSize(1);
  }

  @Test
  void listenerOfDeadLettersThrows_othersAreToldAndDeliveryGoesOn() {
    database.refused.add("a");
    ThermaeCache<String, String> cache = open(Mode.WRITE_THROUGH, THREE_TIMES);
    List<Object> told = new CopyOnWriteArrayList<>();
    behind(cache)
        .addDeadLetterListener(
            letter -> {
              throw new IllegalStateException("a bad listener");
            });
    behind(cache).addDeadLetterListener(letter -> told.add(letter.key()));
    cache.put("a", "1");
    await().until(() -> told.size() == 1);
    cache.put("b", "1");
    await().until(() -> database.rows.containsKey("b"));
  }

  private ThermaeCache<String, String> withDeadLetter(Mode mode) {
    database.refused.add("a");
    ThermaeCache<String, String> cache = open(mode, THREE_TIMES);
    cache.put("a", "1");
    await()
        .until(
            () ->
                statistics(cache).deadLetters() == 1 && statistics(cache).queuedOperations() == 0);
    assertThat(behind(cache).deadLetters()).hasSize(1);
    return cache;
  }

  private static Map<String, String> fill(ThermaeCache<String, String> cache, int entries) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < entries; i++) {
      all.put("k" + i, "v" + i);
      cache.put("k" + i, "v" + i);
    }
    return all;
  }

  private void openGate() {
    CountDownLatch gate = database.gate;
    if (gate != null) {
      gate.countDown();
    }
  }
}
