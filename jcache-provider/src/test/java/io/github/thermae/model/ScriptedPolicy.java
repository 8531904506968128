package io.github.thermae.model;

import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import org.jspecify.annotations.Nullable;

/** A policy that says what the test has written into it; null leaves the deadline as it is. */
@SuppressWarnings("NullAway") // the contract of ExpiryPolicy
final class ScriptedPolicy implements ExpiryPolicy {
  volatile Duration creation = Duration.ETERNAL;
  volatile @Nullable Duration update;
  volatile @Nullable Duration access;

  @Override
  public Duration getExpiryForCreation() {
    return creation;
  }

  @Override
  public Duration getExpiryForAccess() {
    return access;
  }

  @Override
  public Duration getExpiryForUpdate() {
    return update;
  }

  @Override
  public String toString() {
    return "create " + shown(creation) + ", update " + shown(update) + ", access " + shown(access);
  }

  private static String shown(@Nullable Duration duration) {
    if (duration == null) {
      return "-";
    }
    return duration.isEternal() ? "eternal" : duration.getDurationAmount() + " ms";
  }
}
