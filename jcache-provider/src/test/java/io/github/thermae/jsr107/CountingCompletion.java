package io.github.thermae.jsr107;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.cache.integration.CompletionListener;

/** Counts how often it is told. */
final class CountingCompletion implements CompletionListener {
  private final CountDownLatch first = new CountDownLatch(1);
  private final List<Object> told = new CopyOnWriteArrayList<>();

  @Override
  public void onCompletion() {
    told.add("done");
    first.countDown();
  }

  @Override
  public void onException(Exception e) {
    told.add(e);
    first.countDown();
  }

  /** Waits for the end of the load, which must have gone well. */
  void awaitDone() {
    assertThat(awaitOnlyCall()).isEqualTo("done");
  }

  /** Waits for the end of the load, which must have failed. */
  Exception awaitFailure() {
    Object only = awaitOnlyCall();
    assertThat(only).isInstanceOf(Exception.class);
    return (Exception) only;
  }

  private Object awaitOnlyCall() {
    Threads.pass(first);
    assertThat(told).as("the listener was told once").hasSize(1);
    return told.get(0);
  }

  int calls() {
    return told.size();
  }
}
