package io.github.thermae.internal.jcache;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows threads that are inside code of the user which an asynchronous call may be waiting for: an
 * entry processor or a mapping, under its key's lock; a listener, which has its place in an order;
 * whatever runs in a thread of asynchronous calls. Such a thread must not wait for calls.
 */
final class UserCode {
  private static final ThreadLocal<@Nullable Boolean> UNDER_LOCK = new ThreadLocal<>();

  private UserCode() {}

  /** Runs what the user gave us, under its key's lock. */
  static <R extends @Nullable Object> R underLock(Supplier<R> code) {
    if (UNDER_LOCK.get() != null) {
      return code.get();
    }
    UNDER_LOCK.set(true);
    try {
      return code.get();
    } finally {
      UNDER_LOCK.remove();
    }
  }

  /** Whether the current thread may wait for asynchronous calls. */
  static boolean mayWait() {
    return UNDER_LOCK.get() == null && AsyncDelivery.mayWait() && !AsyncThreads.isCurrent();
  }
}
