package io.github.thermae.writebehind;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * When the writes on each key began and ended, by which reads are judged. A value is too old if
 * another write began after the value's own had ended, and ended before the read began; of writes
 * at the same time nobody can tell which is the newer. Thread-safe.
 */
final class History {
  private final AtomicLong clock = new AtomicLong();
  private final Map<String, OfKey> keys = new ConcurrentHashMap<>();

  /** Writes a value, of which {@link #read} may see {@code value+} too. */
  void write(String key, @Nullable String value, Runnable operation) {
    OfKey ofKey = ofKey(key);
    ofKey.begins(value);
    long begin = clock.incrementAndGet();
    operation.run();
    ofKey.ended(value, begin, clock.incrementAndGet());
  }

  /** Reads, and fails if what it saw is too old. */
  @Nullable String read(String key, Supplier<@Nullable String> operation) {
    OfKey ofKey = ofKey(key);
    long latestBegin = ofKey.latestBegin.get();
    String seen = operation.get();
    assertThat(ofKey.endOf(seen))
        .as("when the write of %s=%s ended, of which others were over before this read", key, seen)
        .isGreaterThan(latestBegin);
    return seen;
  }

  private OfKey ofKey(String key) {
    return keys.computeIfAbsent(key, name -> new OfKey());
  }

  /** The writes of a key. */
  private static final class OfKey {
    private static final long NOT_YET = Long.MAX_VALUE;
    private static final long NEVER = -1;

    /** The latest begin of a write that has ended. */
    final AtomicLong latestBegin = new AtomicLong();

    private final Map<String, Long> ends = new ConcurrentHashMap<>();
    private final AtomicInteger openRemovals = new AtomicInteger();

    /** At first the key is not there, as after a removal; before the first write begins. */
    private final AtomicLong latestRemovalEnd = new AtomicLong(1);

    void begins(@Nullable String value) {
      if (value == null) {
        openRemovals.incrementAndGet();
      } else {
        ends.put(value, NOT_YET);
      }
    }

    void ended(@Nullable String value, long begin, long end) {
      if (value != null) {
        ends.put(value, end);
      } else {
        latestRemovalEnd.accumulateAndGet(end, Math::max);
        openRemovals.decrementAndGet();
      }
      latestBegin.accumulateAndGet(begin, Math::max);
    }

    long endOf(@Nullable String seen) {
      if (seen != null) {
        return ends.getOrDefault(seen.replace("+", ""), NEVER);
      }
      return openRemovals.get() > 0 ? NOT_YET : latestRemovalEnd.get();
    }
  }
}
