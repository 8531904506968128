package io.github.thermae.internal.jcache;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a manager: daemons, made when needed, gone after an idle time.
 *
 * <p>Asynchronous listeners have one thread each at the most, so they need no other bound; loads
 * share {@value #MAX_LOADS}, and past these the caller does the work itself (I8). One thread reaps.
 * Asynchronous calls have threads of their own kind.
 */
public final class BackgroundThreads {
  private static final int MAX_LOADS = 32;
  private static final long IDLE_SECONDS = 10;
  private static final long REAP_SECONDS = 10;

  private final ThreadPoolExecutor listeners;
  private final ThreadPoolExecutor loads;
  private final ScheduledThreadPoolExecutor reaper;
  private final AsyncThreads asyncCalls;

  /** The threads of a manager; its name is part of theirs. */
  public BackgroundThreads(String manager) {
    // Events that come after the manager has closed have nobody to go to.
    listeners =
        pool(
            "thermae-listener-" + manager,
            Integer.MAX_VALUE,
            new ThreadPoolExecutor.DiscardPolicy());
    // In the caller even after the end, when it tells whoever waits for it that the cache is
    // closed.
    loads = pool("thermae-load-" + manager, MAX_LOADS, (load, pool) -> load.run());
    asyncCalls = new AsyncThreads("thermae-async-" + manager, daemons("thermae-async-" + manager));
    reaper = new ScheduledThreadPoolExecutor(1, daemons("thermae-reaper-" + manager));
  }

  Executor listeners() {
    return listeners;
  }

  Executor loads() {
    return loads;
  }

  Executor asyncCalls() {
    return asyncCalls;
  }

  /** Runs now and then until {@link #shutdown}; what it throws ends it, so it throws nothing. */
  void reapBy(Runnable reaping) {
    ScheduledFuture<?> unused =
        reaper.scheduleWithFixedDelay(reaping, REAP_SECONDS, REAP_SECONDS, TimeUnit.SECONDS);
  }

  /** What is under way goes on to its end. */
  void shutdown() {
    reaper.shutdown();
    listeners.shutdown();
    loads.shutdown();
    asyncCalls.shutdown();
  }

  private static ThreadPoolExecutor pool(
      String name, int maxThreads, RejectedExecutionHandler atTheBound) {
    return new ThreadPoolExecutor(
        0,
        maxThreads,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        daemons(name),
        atTheBound);
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
