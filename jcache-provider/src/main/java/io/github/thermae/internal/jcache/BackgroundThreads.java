package io.github.thermae.internal.jcache;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a manager: daemons, made when needed, gone after an idle time.
 *
 * <p>Asynchronous listeners have one thread each at the most, so they need no other bound; loads
 * share {@value #MAX_LOADS}, and past these the caller does the work itself (I8).
 */
public final class BackgroundThreads {
  private static final int MAX_LOADS = 32;
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor listeners;
  private final ThreadPoolExecutor loads;

  /** The threads of a manager; its name is part of theirs. */
  public BackgroundThreads(String manager) {
    // Events that come after the manager has closed have nobody to go to.
    listeners =
        pool(
            "thermae-listener-" + manager,
            Integer.MAX_VALUE,
            new ThreadPoolExecutor.DiscardPolicy());
    loads = pool("thermae-load-" + manager, MAX_LOADS, new ThreadPoolExecutor.CallerRunsPolicy());
  }

  Executor listeners() {
    return listeners;
  }

  Executor loads() {
    return loads;
  }

  /** What is under way goes on to its end. */
  void shutdown() {
    listeners.shutdown();
    loads.shutdown();
  }

  private static ThreadPoolExecutor pool(
      String name, int maxThreads, RejectedExecutionHandler atTheBound) {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        maxThreads,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        },
        atTheBound);
  }
}
