package io.github.thermae.internal.store;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of a store is unsaved, in entries and in bytes, and how much may be (I8). What happens
 * at the bound is {@link Flusher#admit}'s. Thread-safe.
 */
final class QueueBudget {
  private final long maxEntries;
  private final long maxBytes;
  private final AtomicLong entries = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  QueueBudget(long maxEntries, long maxBytes) {
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
  }

  void add(long moreEntries, long moreBytes) {
    if (moreEntries != 0) {
      entries.addAndGet(moreEntries);
    }
    if (moreBytes != 0) {
      bytes.addAndGet(moreBytes);
    }
  }

  /** Whether there is no room for one more. */
  boolean isFull() {
    return entries.get() >= maxEntries || bytes.get() >= maxBytes;
  }

  long entries() {
    return entries.get();
  }

  long bytes() {
    return bytes.get();
  }

  @Override
  public String toString() {
    return String.format(
        "%,d entries of %,d, %,d bytes of %,d", entries.get(), maxEntries, bytes.get(), maxBytes);
  }
}
