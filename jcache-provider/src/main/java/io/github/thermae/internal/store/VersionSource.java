package io.github.thermae.internal.store;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a store: each larger than every one before it, over restarts too (I4). Claimed
 * from the file in blocks, so that giving one costs no write; what is left of a block at a crash is
 * skipped.
 */
final class VersionSource {
  private static final long BLOCK = 1L << 20;

  private final @Nullable ColdStore cold;
  private final ReentrantLock claiming = new ReentrantLock();
  private final AtomicLong last;
  private volatile long ceiling;

  VersionSource(@Nullable ColdStore cold) {
    this.cold = cold;
    if (cold == null) {
      last = new AtomicLong();
      ceiling = Long.MAX_VALUE;
    } else {
      long first = cold.claimVersions(BLOCK);
      last = new AtomicLong(first - 1);
      ceiling = first - 1 + BLOCK;
    }
  }

  long next() {
    long version = last.incrementAndGet();
    while (version > ceiling) {
      claim(version);
    }
    return version;
  }

  private void claim(long version) {
    claiming.lock();
    try {
      if (version > ceiling && cold != null) {
        // One claimer per file, so blocks follow each other without a gap.
        ceiling = cold.claimVersions(BLOCK) - 1 + BLOCK;
      }
    } finally {
      claiming.unlock();
    }
  }
}
