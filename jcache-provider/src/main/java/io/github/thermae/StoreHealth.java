package io.github.thermae;

import java.time.Instant;
import java.util.Optional;

/**
 * How a store is, all its caches together. Cheap to take: no row is read.
 *
 * @param isOpen whether the manager that was asked is open; if not, nothing else here is known
 * @param isFailing whether the last attempt to write the file failed
 * @param lastFailure why the last attempt to write that failed did, whether or not others have
 *     succeeded since
 * @param lastFailureTime when that was, by the wall clock
 * @param diskFailures failed attempts to read or to write the file, since it was opened
 * @param queueEntries changes that wait in the flush queue
 * @param queueBytes what they take, by estimate where they are not encoded yet
 * @param flushLagMillis for how long a change has been waiting at the most, in milliseconds
 * @param fileBytes the size of the file; 0 without one
 * @param walBytes the size of the log beside it
 * @param freeBytes what this process may still write to the file's disk; -1 without a file, and
 *     where the system does not say
 */
public record StoreHealth(
    boolean isOpen,
    boolean isFailing,
    Optional<String> lastFailure,
    Optional<Instant> lastFailureTime,
    long diskFailures,
    long queueEntries,
    long queueBytes,
    long flushLagMillis,
    long fileBytes,
    long walBytes,
    long freeBytes) {
  /** What is known of a store whose manager is closed. */
  public static final StoreHealth CLOSED =
      new StoreHealth(false, false, Optional.empty(), Optional.empty(), 0, 0, 0, 0, 0, 0, -1);
}
