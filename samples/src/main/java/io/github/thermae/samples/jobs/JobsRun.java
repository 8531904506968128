package io.github.thermae.samples.jobs;

import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.samples.support.KilledProcess;
import io.github.thermae.samples.support.Out;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;

/** One process of workers. */
public final class JobsRun {
  private static final int WORKERS = 4;

  /** Every 50th job fails at its first attempt, every 100th at all of them. */
  private static final int FAILS_ONCE = 50;

  private static final int FAILS_ALWAYS = 100;

  private final Cache<Integer, Job> jobs;
  private final JobQueue queue;

  /** Open when enough were begun. */
  private final CountDownLatch mayBeKilled;

  private JobsRun(Cache<Integer, Job> jobs, int limit) {
    this.jobs = jobs;
    this.queue = new JobQueue(jobs);
    this.mayBeKilled = new CountDownLatch(limit);
  }

  /** The arguments are the file, how many jobs to add, and how many to do before it is killed. */
  public static void main(String[] args) throws InterruptedException {
    StoreOptions options = StoreOptions.builder().path(Path.of(args[0])).build();
    CacheManager manager =
        Caching.getCachingProvider().getCacheManager(null, null, options.toProperties());
    int limit = Integer.parseInt(args[2]);
    JobsRun run =
        new JobsRun(
            manager.createCache(
                "jobs", ThermaeConfiguration.builder(Integer.class, Job.class).build()),
            limit);
    int added = Integer.parseInt(args[1]);
    for (int number = 1; number <= added; number++) {
      // Numbers 3, 6, 9... are urgent.
      run.queue.add(Job.ready(number, number % 3 == 0 ? 2 : 1));
    }
    if (added > 0) {
      Out.line("   %,d jobs were added, %,d of them urgent", added, added / 3);
    } else {
      run.show("   found    ");
    }
    run.work(limit);
    Out.line(KilledProcess.DONE);
    TimeUnit.DAYS.sleep(1);
  }

  /** Goes on until so many were begun, in the middle of work, or until nothing is left. */
  private void work(int limit) throws InterruptedException {
    List<Thread> workers = new ArrayList<>();
    for (int i = 1; i <= WORKERS; i++) {
      Thread worker = new Thread(this::work, "worker " + i);
      worker.setDaemon(true);
      worker.start();
      workers.add(worker);
    }
    if (limit > 0) {
      mayBeKilled.await();
      Out.line("   %d workers are in the middle of it", WORKERS);
    } else {
      for (Thread worker : workers) {
        worker.join();
      }
      show("   at last  ");
      check();
    }
  }

  private void work() {
    String worker = Thread.currentThread().getName();
    for (Job job = queue.claim(worker); job != null; job = queue.claim(worker)) {
      mayBeKilled.countDown();
      if (succeeds(job)) {
        queue.complete(job);
      } else {
        queue.fail(job);
      }
    }
  }

  private static boolean succeeds(Job job) {
    return job.number() % FAILS_ALWAYS != 0
        && (job.number() % FAILS_ONCE != 0 || job.attempts() > 1);
  }

  private void show(String when) {
    Map<Job.State, Integer> urgent = new EnumMap<>(Job.State.class);
    Map<Job.State, Integer> others = new EnumMap<>(Job.State.class);
    try (Stream<Job> all = JobQueue.thermae(jobs).values()) {
      all.forEach(
          job -> (job.priority() > 1 ? urgent : others).merge(job.state(), 1, Integer::sum));
    }
    row(when + " urgent", urgent);
    row(when + " others", others);
  }

  private static void row(String what, Map<Job.State, Integer> counts) {
    Out.line(
        "%-20s %,6d done, %,6d waiting, %3d given up",
        what,
        counts.getOrDefault(Job.State.DONE, 0),
        counts.getOrDefault(Job.State.READY, 0) + counts.getOrDefault(Job.State.CLAIMED, 0),
        counts.getOrDefault(Job.State.FAILED, 0));
  }

  private void check() {
    long count = 0;
    long twice = 0;
    long retried = 0;
    try (Stream<Job> all = JobQueue.thermae(jobs).values()) {
      for (Job job : (Iterable<Job>) all::iterator) {
        count++;
        twice += job.completions() > 1 ? 1 : 0;
        retried += job.completions() == 1 && job.attempts() > 1 ? 1 : 0;
      }
    }
    Out.line("");
    Out.line(
        "   %,d jobs in all, %d completed twice, %d needed more than one attempt",
        count, twice, retried);
  }
}
