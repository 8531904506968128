package io.github.thermae.internal.jcache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One accepted asynchronous call. What became of it is kept by {@link #perform}, {@link #succeed}
 * or {@link #fail} and told by {@link #deliver}, which runs functions of the user: by then the
 * operation holds nothing up any more. But for the stage, for one thread at a time.
 */
final class AsyncCall<R extends @Nullable Object> {
  private final CompletableFuture<R> stage = new CompletableFuture<>();
  private @Nullable Runnable delivery;

  CompletionStage<R> stage() {
    return stage;
  }

  /** Runs the operation. */
  @SuppressWarnings("CatchingThrowable")
  void perform(Supplier<R> operation) {
    try {
      succeed(operation.get());
    } catch (Throwable e) {
      // Whatever it is, somebody may be waiting for the stage.
      fail(e);
    }
  }

  /** The operation's result; null where R allows it. */
  @SuppressWarnings("NullAway") // NullAway does not follow R's bound
  void succeed(@Nullable R result) {
    delivery = () -> stage.complete(result);
  }

  void fail(Throwable failure) {
    delivery = () -> stage.completeExceptionally(failure);
  }

  /** Whether it is known what became of the call. */
  boolean isSettled() {
    return delivery != null;
  }

  /** Completes the stage. */
  void deliver() {
    if (delivery != null) {
      delivery.run();
    }
  }
}
