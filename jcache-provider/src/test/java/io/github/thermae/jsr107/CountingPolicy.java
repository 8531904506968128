package io.github.thermae.jsr107;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import org.jspecify.annotations.Nullable;

/** A policy whose answers can be set, and that counts the questions. */
@SuppressWarnings("NullAway") // the contract of ExpiryPolicy: null leaves the deadline as it is
final class CountingPolicy implements ExpiryPolicy {
  @Nullable Duration creation = Duration.ONE_HOUR;
  @Nullable Duration access = Duration.ONE_HOUR;
  @Nullable Duration update = Duration.ONE_HOUR;
  @Nullable RuntimeException failure;
  private final AtomicInteger creations = new AtomicInteger();
  private final AtomicInteger accesses = new AtomicInteger();
  private final AtomicInteger updates = new AtomicInteger();

  static Duration millis(long millis) {
    return new Duration(TimeUnit.MILLISECONDS, millis);
  }

  @Override
  public Duration getExpiryForCreation() {
    return answer(creations, creation);
  }

  @Override
  public Duration getExpiryForAccess() {
    return answer(accesses, access);
  }

  @Override
  public Duration getExpiryForUpdate() {
    return answer(updates, update);
  }

  private @Nullable Duration answer(AtomicInteger counter, @Nullable Duration duration) {
    counter.incrementAndGet();
    if (failure != null) {
      throw failure;
    }
    return duration;
  }

  /** How often each question was asked since this was last called. */
  Asked drain() {
    return new Asked(creations.getAndSet(0), accesses.getAndSet(0), updates.getAndSet(0));
  }

  record Asked(int creation, int access, int update) {}
}
