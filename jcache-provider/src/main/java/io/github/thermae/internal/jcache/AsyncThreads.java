package io.github.thermae.internal.jcache;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a manager's asynchronous calls: virtual ones where the JVM has them, else daemons;
 * at most {@value #VIRTUAL_MAX} or {@value #PLATFORM_MAX} of them, made when needed, gone after an
 * idle time.
 *
 * <p>Tasks that find no free thread wait. Their queue needs no bound of its own (I8): there is one
 * task per accepted call at the most, and {@link CallsInFlight} bounds these. No caller runs a task
 * itself, since it may hold a key's lock and the task wants another one.
 */
final class AsyncThreads implements Executor {
  private static final int VIRTUAL_MAX = 256;
  private static final int PLATFORM_MAX = 32;
  private static final long IDLE_SECONDS = 10;

  /** Set in threads of this kind, of any manager. */
  private static final ThreadLocal<@Nullable Boolean> CURRENT = new ThreadLocal<>();

  private final ThreadPoolExecutor pool;

  /**
   * Threads.
   *
   * @param daemons makes daemons, where there are no virtual threads
   */
  AsyncThreads(String name, ThreadFactory daemons) {
    ThreadFactory virtual = virtualThreads(name + "-");
    int max = virtual == null ? PLATFORM_MAX : VIRTUAL_MAX;
    pool =
        new ThreadPoolExecutor(
            max,
            max,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            virtual == null ? daemons : virtual);
    pool.allowCoreThreadTimeOut(true);
  }

  /** Whether the current thread is one of these, of whatever manager. */
  static boolean isCurrent() {
    return CURRENT.get() != null;
  }

  @Override
  public void execute(Runnable task) {
    pool.execute(
        () -> {
          CURRENT.set(true);
          try {
            task.run();
          } finally {
            CURRENT.remove();
          }
        });
  }

  /** What waits is done, and then the threads end; nothing may be given to them any more. */
  void shutdown() {
    pool.shutdown();
  }

  /**
   * A factory of virtual threads, or null before JDK 21. By reflection: this library is compiled
   * for 17.
   */
  private static @Nullable ThreadFactory virtualThreads(String prefix) {
    try {
      Class<?> builder = Class.forName("java.lang.Thread$Builder");
      Object virtual = Thread.class.getMethod("ofVirtual").invoke(null);
      Object named =
          builder.getMethod("name", String.class, long.class).invoke(virtual, prefix, 1L);
      return (ThreadFactory) builder.getMethod("factory").invoke(named);
    } catch (ReflectiveOperationException | RuntimeException e) {
      // JDK 19 and 20 have them as a preview, and refuse unless that is enabled.
      return null;
    }
  }
}
