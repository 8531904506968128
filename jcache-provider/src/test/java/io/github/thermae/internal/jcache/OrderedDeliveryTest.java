package io.github.thermae.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lines of events: who serves them, in which order, and who never waits. */
class OrderedDeliveryTest {
  private final OrderedDelivery delivery = new OrderedDelivery();
  private final List<String> delivered = new CopyOnWriteArrayList<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
          });

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
    assertThat(OrderedDelivery.isInsideListener()).isFalse();
  }

  private OrderedDelivery.Place join(String key, String event) {
    return delivery.join(key, () -> delivered.add(event));
  }

  private static void pass(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void join(Future<?> future) throws Exception {
    assertThat(future.get(10, TimeUnit.SECONDS)).isNull();
  }

  @Test
  void await_alone_deliversInTheCallersThread() {
    List<Thread> callers = new ArrayList<>();
    delivery.join("k", () -> callers.add(Thread.currentThread())).await();
    assertThat(callers).containsExactly(Thread.currentThread());
  }

  @Test
  void await_ofALaterPlace_servesThoseBeforeItFirst() {
    OrderedDelivery.Place first = join("k", "first");
    OrderedDelivery.Place second = join("k", "second");
    second.await();
    assertThat(delivered).containsExactly("first", "second");
    first.await();
    assertThat(delivered).hasSize(2);
  }

  @Test
  void await_failures_goToTheOperationThatCausedThem() {
    IllegalStateException exception = new IllegalStateException("first");
    StackOverflowError error = new StackOverflowError("second");
    OrderedDelivery.Place first = delivery.join("k", () -> throwing(exception));
    OrderedDelivery.Place second =
        delivery.join(
            "k",
            () -> {
              throw error;
            });
    OrderedDelivery.Place third = join("k", "third");
    third.await();
    assertThat(delivered).containsExactly("third");
    assertThatThrownBy(first::await).isSameAs(exception);
    assertThatThrownBy(second::await).isSameAs(error);
  }

  private static void throwing(RuntimeException exception) {
    throw exception;
  }

  @Test
  void await_lineIsServedElsewhere_waitsForIt() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    OrderedDelivery.Place first =
        delivery.join(
            "k",
            () -> {
              inside.countDown();
              pass(goOn);
              delivered.add("first");
            });
    Future<?> serving = threads.submit(first::await);
    pass(inside);
    OrderedDelivery.Place second = join("k", "second");
    Future<?> waiting = threads.submit(second::await);
    join("other", "other key").await();
    assertThat(delivered).containsExactly("other key");
    assertThat(waiting.isDone()).isFalse();
    goOn.countDown();
    join(serving);
    join(waiting);
    assertThat(delivered).containsExactly("other key", "first", "second");
  }

  @Test
  void await_insideAListenerOfTheSameKey_isPostponedTillItReturns() {
    delivery
        .join(
            "k",
            () -> {
              assertThat(OrderedDelivery.isInsideListener()).isTrue();
              join("k", "inner").await();
              delivered.add("outer");
            })
        .await();
    assertThat(delivered).containsExactly("outer", "inner");
  }

  @Test
  void await_insideAListenerOfAnotherKey_deliversAtOnce() {
    delivery
        .join(
            "k",
            () -> {
              join("other", "inner").await();
              delivered.add("outer");
            })
        .await();
    assertThat(delivered).containsExactly("inner", "outer");
  }

  @Test
  void await_insideAListener_lineIsServedElsewhere_doesNotWaitThere() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    OrderedDelivery.Place slow =
        delivery.join(
            "slow",
            () -> {
              inside.countDown();
              pass(goOn);
              delivered.add("slow");
            });
    Future<?> serving = threads.submit(slow::await);
    pass(inside);
    OrderedDelivery.Place outer =
        delivery.join(
            "k",
            () -> {
              join("slow", "inner").await();
              delivered.add("outer");
              goOn.countDown();
            });
    Future<?> calling = threads.submit(outer::await);
    join(calling);
    // Delivered, by whomever, when the outermost operation returns.
    assertThat(delivered).containsExactly("outer", "slow", "inner");
    join(serving);
  }

  @Test
  void await_insideAListener_failuresOfPostponedEvents_areThrownByTheOutermost() {
    IllegalStateException inner = new IllegalStateException("inner");
    IllegalStateException outer = new IllegalStateException("outer");
    OrderedDelivery.Place place =
        delivery.join(
            "k",
            () -> {
              delivery.join("k", () -> throwing(inner)).await();
              throw outer;
            });
    assertThatThrownBy(place::await)
        .isSameAs(outer)
        .satisfies(thrown -> assertThat(thrown.getSuppressed()).containsExactly(inner));
  }
}
