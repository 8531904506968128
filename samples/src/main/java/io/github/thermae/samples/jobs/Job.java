package io.github.thermae.samples.jobs;

/**
 * A job, as it lies in the cache.
 *
 * @param priority the higher, the sooner
 * @param owner who works at it, or an empty string
 * @param attempts how often somebody has begun it
 * @param completions how often it was completed: more than once would be a mistake
 */
record Job(int number, int priority, State state, String owner, int attempts, int completions) {
  /** What a job can be. */
  enum State {
    /** Waits for a worker. */
    READY,
    /** A worker has it. */
    CLAIMED,
    /** Has been done. */
    DONE,
    /** Has failed too often. */
    FAILED
  }

  static Job ready(int number, int priority) {
    return new Job(number, priority, State.READY, "", 0, 0);
  }

  Job claimedBy(String worker) {
    return new Job(number, priority, State.CLAIMED, worker, attempts + 1, completions);
  }

  Job done() {
    return new Job(number, priority, State.DONE, owner, attempts, completions + 1);
  }

  Job givenUp() {
    return new Job(number, priority, State.FAILED, owner, attempts, completions);
  }

  Job again() {
    return new Job(number, priority, State.READY, "", attempts, completions);
  }
}
