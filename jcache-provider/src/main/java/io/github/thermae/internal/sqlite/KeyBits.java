package io.github.thermae.internal.sqlite;

import io.github.thermae.internal.codec.EncodedKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.LongAdder;

/**
 * A Bloom filter of keys: a key that was added is always held, and of others few seem to be. Any
 * number of threads may add and ask, without a lock; who asks after an add has returned sees it.
 *
 * <p>A key's bits lie together in one block of the size of a cache line, so that asking costs one
 * access to memory. With {@value #BITS_PER_KEY} bits per key some 1.5 % of the keys that were never
 * added seem to be held when it is full, and 0.1 % when it is half full. Its memory grows with its
 * capacity up to {@link #BYTES_MAX}; beyond, the rate grows instead.
 */
final class KeyBits {
  /** Bits for each key up to the capacity. */
  static final int BITS_PER_KEY = 10;

  /** 54 million keys; with twice as many, one in seven of the others seems to be held. */
  static final int BYTES_MAX = 64 * 1024 * 1024;

  private static final int BITS_SET = 6;
  private static final int WORDS_OF_BLOCK = 8;
  private static final int BITS_OF_BLOCK = WORDS_OF_BLOCK * Long.SIZE;
  private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

  private final long capacity;
  private final int blocks;
  private final long[] words;
  private final LongAdder added = new LongAdder();

  /** A filter without keys for some number of them. */
  KeyBits(long capacity) {
    this.capacity = capacity;
    long bits = Math.min(capacity, BYTES_MAX) * BITS_PER_KEY;
    this.blocks = (int) Math.min(bits / BITS_OF_BLOCK + 1, BYTES_MAX / (BITS_OF_BLOCK / Byte.SIZE));
    this.words = new long[blocks * WORDS_OF_BLOCK];
  }

  void add(EncodedKey key) {
    long hash = mix(key.hashCode());
    int block = blockOf(hash);
    boolean changed = false;
    long places = mix(hash);
    for (int i = 0; i < BITS_SET; i++) {
      int place = (int) places & (BITS_OF_BLOCK - 1);
      changed |= set(block + place / Long.SIZE, 1L << place);
      places >>>= 9;
    }
    if (changed) {
      added.increment();
    }
  }

  boolean mightHold(EncodedKey key) {
    long hash = mix(key.hashCode());
    int block = blockOf(hash);
    long places = mix(hash);
    for (int i = 0; i < BITS_SET; i++) {
      int place = (int) places & (BITS_OF_BLOCK - 1);
      if (((long) WORDS.getVolatile(words, block + place / Long.SIZE) & (1L << place)) == 0) {
        return false;
      }
      places >>>= 9;
    }
    return true;
  }

  /** Whether more different keys were added than it was made for. */
  boolean isOverfull() {
    return added.sum() > capacity;
  }

  int bytes() {
    return words.length * Long.BYTES;
  }

  private boolean set(int word, long bit) {
    // Most keys that are put are there already; a write would take the line from other threads.
    return ((long) WORDS.getVolatile(words, word) & bit) == 0
        && ((long) WORDS.getAndBitwiseOr(words, word, bit) & bit) == 0;
  }

  /** The first word of a key's block: the upper half of the hash, as a fraction of the blocks. */
  private int blockOf(long hash) {
    return (int) (((hash >>> Integer.SIZE) * blocks) >>> Integer.SIZE) * WORDS_OF_BLOCK;
  }

  /** Stafford's variant 13 of MurmurHash3's final mix. */
  private static long mix(long hash) {
    long z = hash + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
