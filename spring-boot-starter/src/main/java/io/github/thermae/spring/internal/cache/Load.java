package io.github.thermae.spring.internal.cache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One load of one key. Whoever writes or removes the key meanwhile overtakes it: what was loaded is
 * then handed to those who waited for it, but not stored, since it may be older than that write.
 * Thread-safe.
 */
final class Load {
  private static final CompletableFuture<@Nullable Void> NOTHING =
      CompletableFuture.completedFuture(null);

  private final CompletableFuture<Object> result = new CompletableFuture<>();
  private final @Nullable Thread leader;

  /** Not a monitor: a virtual thread that stores must not pin its carrier. */
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private boolean isOvertaken;

  @GuardedBy("lock")
  private CompletionStage<?> storing = NOTHING;

  private Load(@Nullable Thread leader) {
    this.leader = leader;
  }

  /** A load by this thread, which must not wait for itself. */
  static Load byThisThread() {
    return new Load(Thread.currentThread());
  }

  /** A load that any thread may end. */
  static Load byAnyThread() {
    return new Load(null);
  }

  boolean isByThisThread() {
    return leader == Thread.currentThread();
  }

  /** Stores what was loaded, unless the load was overtaken. */
  void store(Runnable put) {
    lock.lock();
    try {
      if (!isOvertaken) {
        put.run();
      }
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #store}; the stage is complete when that is done or need not be done. */
  CompletionStage<?> storeLater(Supplier<? extends CompletionStage<?>> put) {
    lock.lock();
    try {
      if (!isOvertaken) {
        storing = put.get();
      }
      return storing;
    } finally {
      lock.unlock();
    }
  }

  /**
   * From now on nothing is stored. Returns a stage that is complete when what was being stored is:
   * whoever writes after that wins.
   */
  CompletionStage<?> overtake() {
    lock.lock();
    try {
      isOvertaken = true;
      return storing;
    } finally {
      lock.unlock();
    }
  }

  void succeeded(Object stored) {
    result.complete(stored);
  }

  void failed(Throwable failure) {
    result.completeExceptionally(failure);
  }

  /** What was loaded; null if the load failed, so that whoever waited tries it himself. */
  @Nullable Object await() {
    try {
      return result.join();
    } catch (CompletionException e) {
      return null;
    }
  }

  /** What was loaded, or why it was not. A copy: to complete it has no effect here. */
  CompletableFuture<Object> result() {
    return result.copy();
  }
}
