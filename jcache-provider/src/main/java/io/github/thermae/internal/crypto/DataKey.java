package io.github.thermae.internal.crypto;

import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that rows are sealed with, and how often it has been used. Random nonces of 96 bits are
 * safe for 2^32 texts under one key. Uses are counted in memory and claimed from the file ahead, in
 * blocks, so that a crash can make the count too high and never too low.
 */
final class DataKey {
  /** Uses of a key at the most. */
  static final long USES_MAX = 1L << 32;

  private final int id;
  private final SecretKeySpec key;
  private final AtomicLong uses;
  private volatile long claimed;

  /** A key of which so many uses have been claimed, all of which count as made. */
  DataKey(int id, byte[] key, long claimed) {
    this.id = id;
    this.key = Gcm.key(key);
    this.uses = new AtomicLong(claimed);
    this.claimed = claimed;
  }

  /** Grows with each new key of a file. */
  int id() {
    return id;
  }

  SecretKeySpec key() {
    return key;
  }

  byte[] bytes() {
    return key.getEncoded();
  }

  long claimed() {
    return claimed;
  }

  /** Counts one more use, and says whether it has been claimed; if not, it must not be made. */
  boolean use() {
    return uses.incrementAndGet() <= claimed;
  }

  /** Uses counted so far, refused ones included. */
  long uses() {
    return uses.get();
  }

  /** More uses, when the file has them. */
  void setClaimed(long newClaimed) {
    claimed = newClaimed;
  }
}
