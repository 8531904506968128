package io.github.thermae.internal.store;

import io.github.thermae.ThermaeException;
import io.github.thermae.config.PersistMode;
import io.github.thermae.config.StoreOptions;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a store with a file does in the background, in two daemon threads: one flushes, every flush
 * interval and when asked to; one has the cold tier look after itself and loads entries ahead. In
 * LAZY a shutdown hook saves what is unsaved when the JVM ends in an orderly way.
 */
final class Upkeep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
  private static final long MAINTAIN_MILLIS = 1_000;
  private static final long END_SECONDS = 60;

  private final DiskHealth health;
  private final Flusher flusher;
  private final ColdStore cold;
  private final long flushMillis;
  private final ScheduledThreadPoolExecutor flushing;
  private final ScheduledThreadPoolExecutor maintaining;
  private final AtomicBoolean flushIsDue = new AtomicBoolean();
  private final @Nullable Thread shutdownHook;

  /** Known to the one thread that maintains. */
  private boolean fileWasLost;

  Upkeep(String store, Flusher flusher, ColdStore cold, DiskHealth health, StoreOptions options) {
    this.health = health;
    this.flusher = flusher;
    this.cold = cold;
    this.flushMillis = options.flushInterval().toMillis();
    this.flushing = daemon("thermae-flusher-" + store);
    this.maintaining = daemon("thermae-upkeep-" + store);
    this.shutdownHook =
        options.persistMode() == PersistMode.LAZY && options.shutdownHook()
            ? new Thread(flusher::saveAtOnce, "thermae-shutdown-" + store)
            : null;
  }

  private static ScheduledThreadPoolExecutor daemon(String name) {
    AtomicInteger number = new AtomicInteger();
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  void start() {
    ScheduledFuture<?> unusedFlush =
        flushing.scheduleWithFixedDelay(
            flusher::flushAllQuietly, flushMillis, flushMillis, TimeUnit.MILLISECONDS);
    ScheduledFuture<?> unusedUpkeep =
        maintaining.scheduleWithFixedDelay(
            this::maintain, MAINTAIN_MILLIS, MAINTAIN_MILLIS, TimeUnit.MILLISECONDS);
    if (shutdownHook != null) {
      Runtime.getRuntime().addShutdownHook(shutdownHook);
    }
  }

  /** Has everything flushed now, once for all who ask before it begins. */
  void flushSoon() {
    if (flushIsDue.compareAndSet(false, true)) {
      execute(
          flushing,
          () -> {
            flushIsDue.set(false);
            flusher.flushAllQuietly();
          });
    }
  }

  /** A view was opened: its table may want care, and entries may be wanted in memory. */
  void opened(TieredTable view, int preload) {
    execute(
        maintaining,
        () -> {
          maintain();
          if (preload > 0) {
            quietly(() -> view.preload(preload));
          }
        });
  }

  private static void execute(ScheduledThreadPoolExecutor executor, Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      // The store is closing, and does this by itself.
    }
  }

  private void maintain() {
    quietly(
        () -> {
          try {
            cold.maintain();
            if (fileWasLost) {
              fileWasLost = false;
              health.writeSucceeded(List.of());
            }
          } catch (ThermaeException e) {
            fileWasLost = true;
            health.writeFailed(List.of(), e);
          }
        });
  }

  /** What is thrown would end the upkeep for good. */
  private static void quietly(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.debug("Background work on a store failed and will be tried again", e);
    }
  }

  /** Waits for what is under way. */
  @Override
  public void close() {
    removeHook();
    flushing.shutdown();
    maintaining.shutdown();
    cold.stopMaintaining();
    await(flushing);
    await(maintaining);
  }

  private void removeHook() {
    if (shutdownHook != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(shutdownHook);
      } catch (IllegalStateException e) {
        // The JVM is ending, and the hook has run or runs.
      }
    }
  }

  private static void await(ScheduledThreadPoolExecutor executor) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          boolean unused = executor.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
