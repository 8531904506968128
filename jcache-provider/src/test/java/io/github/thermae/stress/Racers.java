package io.github.thermae.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs tasks at the same moment and passes on what they throw. */
final class Racers {
  private static final long PATIENCE_SECONDS = 120;

  private Racers() {}

  @FunctionalInterface
  interface Task {
    void run(int racer) throws Exception;
  }

  /** Every racer runs the task; returns when all have ended. */
  static void race(int racers, Task task) throws Exception {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < racers; i++) {
      tasks.add(task);
    }
    race(tasks);
  }

  static void race(List<Task> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    CountDownLatch start = new CountDownLatch(tasks.size());
    try {
      List<Future<Boolean>> results = new ArrayList<>();
      for (int i = 0; i < tasks.size(); i++) {
        int racer = i;
        Callable<Boolean> run =
            () -> {
              start.countDown();
              start.await();
              tasks.get(racer).run(racer);
              return true;
            };
        results.add(threads.submit(run));
      }
      for (Future<Boolean> result : results) {
        get(result);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void get(Future<Boolean> result) throws Exception {
    try {
      result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      StringBuilder where = new StringBuilder("the race does not end");
      Thread.getAllStackTraces()
          .forEach(
              (thread, stack) ->
                  where.append('\n').append(thread).append(' ').append(List.of(stack)));
      throw new AssertionError(where.toString(), e);
    }
  }
}
