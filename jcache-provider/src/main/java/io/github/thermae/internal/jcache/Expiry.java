package io.github.thermae.internal.jcache;

import io.github.thermae.internal.store.Row;
import java.util.function.Supplier;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cache's expiry policy, as deadlines. A policy that throws is taken to say: eternal for a new
 * entry, unchanged for an old one; the cache goes on. A policy that returns null for an access or
 * an update leaves the deadline as it is.
 */
final class Expiry {
  private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);

  private final String cacheName;
  private final ExpiryPolicy policy;
  private final boolean accessMovesDeadlines;
  private final boolean eternal;
  private final boolean treatsWritesAlike;

  Expiry(String cacheName, ExpiryPolicy policy) {
    this.cacheName = cacheName;
    this.policy = policy;
    Class<?> type = policy.getClass();
    this.eternal = type == EternalExpiryPolicy.class;
    // JSR-107's own policies give the same life to a new value in a new and in an old entry;
    // created
    // policies do not.
    this.treatsWritesAlike =
        eternal || type == ModifiedExpiryPolicy.class || type == TouchedExpiryPolicy.class;
    this.accessMovesDeadlines =
        type != EternalExpiryPolicy.class
            && type != CreatedExpiryPolicy.class
            && type != ModifiedExpiryPolicy.class;
  }

  /** Whether a read may change a deadline; if not, a read of an eternal entry needs no clock. */
  boolean accessMovesDeadlines() {
    return accessMovesDeadlines;
  }

  /** Whether writes leave deadlines as they are, so that no clock need be asked. */
  boolean isEternal() {
    return eternal;
  }

  /** Whether it makes no difference to a put what it replaces. */
  boolean treatsWritesAlike() {
    return treatsWritesAlike;
  }

  /** The deadline of a new entry; one that is not after {@code nowMillis} is not to be stored. */
  long afterCreation(long nowMillis) {
    Duration duration = ask(policy::getExpiryForCreation, "creation");
    return duration == null ? Row.NEVER : deadline(duration, nowMillis);
  }

  long afterUpdate(long nowMillis, long deadlineMillis) {
    return moved(ask(policy::getExpiryForUpdate, "update"), nowMillis, deadlineMillis);
  }

  long afterAccess(long nowMillis, long deadlineMillis) {
    return accessMovesDeadlines
        ? moved(ask(policy::getExpiryForAccess, "access"), nowMillis, deadlineMillis)
        : deadlineMillis;
  }

  private static long moved(@Nullable Duration duration, long nowMillis, long deadlineMillis) {
    return duration == null ? deadlineMillis : deadline(duration, nowMillis);
  }

  private static long deadline(Duration duration, long nowMillis) {
    if (duration.isEternal()) {
      return Row.NEVER;
    }
    long deadline = nowMillis + duration.getTimeUnit().toMillis(duration.getDurationAmount());
    return deadline < nowMillis ? Row.NEVER : deadline;
  }

  private @Nullable Duration ask(Supplier<@Nullable Duration> question, String event) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      LOG.warn("The expiry policy of cache '{}' failed for {}", cacheName, event, e);
      return null;
    }
  }
}
