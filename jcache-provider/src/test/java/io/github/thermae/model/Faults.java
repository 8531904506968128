package io.github.thermae.model;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Random;
import java.util.Set;

/**
 * Which calls of a cold tier fail, and which wait. A call that fails has not reached the real cold
 * tier, so that it has changed nothing, as {@code ColdStore} owes. Thread-safe.
 */
final class Faults {
  /** Calls that change something. */
  static final Set<String> WRITES = Set.of("apply", "clear", "saveClass", "quarantine");

  /** Calls that only look. */
  static final Set<String> READS =
      Set.of("find", "findAll", "keysAfter", "expiredAfter", "count", "cacheNames");

  private static final int DELAY_MAX_MICROS = 300;

  @GuardedBy("this")
  private final Random random;

  @GuardedBy("this")
  private Set<String> failing = Set.of();

  @GuardedBy("this")
  private int passLeft;

  @GuardedBy("this")
  private int failLeft;

  @GuardedBy("this")
  private Set<String> delayed = Set.of();

  @GuardedBy("this")
  private long injected;

  @GuardedBy("this")
  private long injectedReads;

  @GuardedBy("this")
  private boolean isClosed;

  @GuardedBy("this")
  private String misuse = "";

  Faults(long seed) {
    this.random = new Random(seed);
  }

  /** Of these calls, the next few pass, as many as are told fail, and the rest pass again. */
  synchronized void arm(Set<String> calls, int pass, int fail) {
    failing = calls;
    passLeft = pass;
    failLeft = fail;
  }

  /** Of these calls, all fail from now on. */
  void armForEver(Set<String> calls) {
    arm(calls, 0, Integer.MAX_VALUE);
  }

  /** Nothing fails any more. */
  synchronized void disarm() {
    failing = Set.of();
    failLeft = 0;
  }

  /** These calls wait for a moment, each another one; none, to end it. */
  synchronized void delay(Set<String> calls) {
    delayed = calls;
  }

  /** How many calls have failed. */
  synchronized long injected() {
    return injected;
  }

  /** How many of them were to look only. */
  synchronized long injectedReads() {
    return injectedReads;
  }

  /** What was called after closing, which is a fault of the engine; empty if nothing was. */
  synchronized String misuse() {
    return misuse;
  }

  synchronized void opened() {
    isClosed = false;
  }

  /** To be called before each call of the cold tier. */
  void before(String call) {
    long delayMicros = decide(call);
    if (delayMicros > 0) {
      sleep(delayMicros);
    }
  }

  private synchronized long decide(String call) {
    if (isClosed && !call.equals("close") && misuse.isEmpty()) {
      misuse = call + " after close";
    }
    isClosed |= call.equals("close");
    if (failing.contains(call)) {
      if (passLeft > 0) {
        passLeft--;
      } else if (failLeft > 0) {
        failLeft--;
        injected++;
        injectedReads += READS.contains(call) ? 1 : 0;
        throw new InjectedException(call);
      }
    }
    return delayed.contains(call) ? random.nextInt(DELAY_MAX_MICROS) : 0;
  }

  private static void sleep(long micros) {
    try {
      Thread.sleep(micros / 1_000, (int) (micros % 1_000) * 1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
