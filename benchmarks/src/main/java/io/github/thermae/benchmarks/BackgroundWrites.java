package io.github.thermae.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A thread that commits a write over a random key every {@value #EVERY_MILLIS} ms. */
final class BackgroundWrites {
  private static final long EVERY_MILLIS = 5;

  private final SplittableRandom random = new SplittableRandom(Keys.SEED);
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> writing;

  /** A write that is committed when it returns. */
  @FunctionalInterface
  interface Write {
    void put(String key, String value) throws Exception;
  }

  BackgroundWrites(Write write) {
    this.writing =
        thread.scheduleAtFixedRate(
            () -> putNext(write), EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void putNext(Write write) {
    try {
      write.put(Keys.key(random.nextInt(Keys.COUNT)), Values.NEW);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends the thread; throws if a write failed, since nothing was written from then on. */
  void end() throws ExecutionException, InterruptedException {
    boolean failed = !writing.cancel(false);
    thread.shutdown();
    if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("a write does not end");
    }
    if (failed) {
      Object unused = writing.get();
    }
  }
}
