package io.github.thermae.samples.jobs;

import io.github.thermae.ThermaeCache;
import java.util.Comparator;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.processor.EntryProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Jobs in a cache. The cache says what is true: each change of a job is one step with its entry, so
 * two workers never have one job, and a job is completed once. The order in which jobs are offered
 * stands in memory only, and is made anew from the cache at the start. Thread-safe.
 */
final class JobQueue {
  private static final int ATTEMPTS_MAX = 3;

  private final Cache<Integer, Job> jobs;
  private final PriorityBlockingQueue<Job> offered =
      new PriorityBlockingQueue<>(
          16, Comparator.comparingInt(Job::priority).reversed().thenComparing(Job::number));

  /** A queue over a cache that one process at a time uses: who had a job is gone. */
  JobQueue(Cache<Integer, Job> jobs) {
    this.jobs = jobs;
    ThermaeCache<Integer, Job> all = thermae(jobs);
    try (Stream<Job> stored = all.values()) {
      stored.forEach(
          job -> {
            if (job.state() == Job.State.CLAIMED) {
              change(job, Job.State.CLAIMED, Job::again);
            }
            if (job.state() == Job.State.READY || job.state() == Job.State.CLAIMED) {
              offered.add(job);
            }
          });
    }
  }

  @SuppressWarnings("unchecked") // the types are the cache's own
  static ThermaeCache<Integer, Job> thermae(Cache<Integer, Job> jobs) {
    return jobs.unwrap(ThermaeCache.class);
  }

  void add(Job job) {
    jobs.put(job.number(), job);
    offered.add(job);
  }

  /** The most urgent job that is free, which is the worker's now; null if there is none. */
  @Nullable Job claim(String worker) {
    for (Job next = offered.poll(); next != null; next = offered.poll()) {
      Job claimed = change(next, Job.State.READY, job -> job.claimedBy(worker));
      if (claimed != null) {
        return claimed;
      }
    }
    return null;
  }

  void complete(Job job) {
    change(job, Job.State.CLAIMED, Job::done);
  }

  /** The job has failed: it is offered again, unless it has failed too often. */
  void fail(Job job) {
    Job changed =
        change(
            job,
            Job.State.CLAIMED,
            now -> now.attempts() < ATTEMPTS_MAX ? now.again() : now.givenUp());
    if (changed != null && changed.state() == Job.State.READY) {
      offered.add(changed);
    }
  }

  /** What a job becomes. */
  private interface Step {
    Job of(Job job);
  }

  /** Takes a step with a job that is in this state, in one; null if it is in another one. */
  private @Nullable Job change(Job job, Job.State expected, Step step) {
    EntryProcessor<Integer, Job, @Nullable Job> processor =
        (entry, unused) -> {
          Job now = entry.getValue();
          if (now == null || now.state() != expected) {
            return null;
          }
          Job next = step.of(now);
          entry.setValue(next);
          return next;
        };
    return jobs.invoke(job.number(), processor);
  }
}
