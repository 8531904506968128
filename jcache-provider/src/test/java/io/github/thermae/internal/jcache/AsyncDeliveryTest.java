package io.github.thermae.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The queue of an asynchronous listener: its order, its bound, and who is never held back. */
class AsyncDeliveryTest {
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
          });
  private final AsyncDelivery delivery = new AsyncDelivery("test", threads);

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  private static void pass(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void fill(AsyncDelivery queue, Runnable event) {
    for (int i = 0; i <= AsyncDelivery.MAX_WAITING; i++) {
      queue.add(event);
    }
  }

  @Test
  void add_events_areDeliveredOneByOneInOrder() {
    List<Integer> delivered = new CopyOnWriteArrayList<>();
    AtomicInteger atOnce = new AtomicInteger();
    for (int i = 0; i < 500; i++) {
      int event = i;
      delivery.add(
          () -> {
            assertThat(atOnce.incrementAndGet()).isEqualTo(1);
            delivered.add(event);
            atOnce.decrementAndGet();
          });
    }
    await().until(() -> delivered.size() == 500);
    assertThat(delivered).isSorted();
  }

  @Test
  void add_eventFails_theNextIsDelivered() {
    AtomicInteger delivered = new AtomicInteger();
    delivery.add(
        () -> {
          throw new IllegalStateException("an exception");
        });
    delivery.add(
        () -> {
          throw new StackOverflowError("an error");
        });
    delivery.add(delivered::incrementAndGet);
    await().until(() -> delivered.get() == 1);
    delivery.add(delivered::incrementAndGet);
    await().until(() -> delivered.get() == 2);
  }

  @Test
  void awaitRoom_pastTheBound_holdsTheCallerBackUntilThereIsRoom() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    delivery.add(
        () -> {
          inside.countDown();
          pass(goOn);
        });
    pass(inside);
    delivery.awaitRoom();
    fill(delivery, () -> {});
    Future<?> held = threads.submit(delivery::awaitRoom);
    Thread.sleep(20);
    assertThat(held.isDone()).isFalse();
    goOn.countDown();
    assertThat(held.get(10, TimeUnit.SECONDS)).isNull();
  }

  /** Two listeners that write the cache, each into the other's full queue. */
  @Test
  void awaitRoom_insideAListener_neverWaits() {
    AsyncDelivery other = new AsyncDelivery("other", threads);
    CountDownLatch bothFull = new CountDownLatch(2);
    AtomicInteger ended = new AtomicInteger();
    delivery.add(() -> fillAndWait(delivery, other, bothFull, ended));
    other.add(() -> fillAndWait(other, delivery, bothFull, ended));
    await().until(() -> ended.get() == 2);
  }

  private static void fillAndWait(
      AsyncDelivery mine, AsyncDelivery other, CountDownLatch bothFull, AtomicInteger ended) {
    fill(mine, () -> {});
    bothFull.countDown();
    pass(bothFull);
    mine.awaitRoom();
    other.awaitRoom();
    ended.incrementAndGet();
  }

  @Test
  void awaitRoom_insideASynchronousListener_neverWaits() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    delivery.add(() -> pass(goOn));
    fill(delivery, () -> {});
    OrderedDelivery.Place place = new OrderedDelivery().join("k", delivery::awaitRoom);
    Future<?> calling = threads.submit(place::await);
    assertThat(calling.get(10, TimeUnit.SECONDS)).isNull();
    goOn.countDown();
  }
}
