package io.github.thermae.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a cache's writer is behind it: writes are noted in a queue and go to the writer later, in
 * batches. What is not set has its default. Immutable; every value is checked when it is set.
 *
 * <p>What a write promises, by the persist mode of the store:
 *
 * <table>
 * <caption>When the process dies</caption>
 * <tr><td>{@code write-through}</td><td>nothing acknowledged is lost: the entry and its place in the
 *   queue are one transaction</td></tr>
 * <tr><td>{@code lazy}</td><td>what was acknowledged since the last completed flush may be lost;
 *   where its place in the queue was saved and the entry was not, it is delivered and the entry is
 *   forgotten. Nothing is delivered that the file does not have</td></tr>
 * <tr><td>{@code memory}</td><td>the queue is lost</td></tr>
 * </table>
 *
 * <p>The writer hears of the operations on a key in order, never of two at once, and at least once:
 * what it was given when the process died it is given again. So it must be idempotent, as an upsert
 * is.
 */
public final class WriteBehindOptions implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Nothing set. */
  public static final WriteBehindOptions NONE =
      new WriteBehindOptions(new EnumMap<>(WriteBehindSetting.class));

  private final EnumMap<WriteBehindSetting, Serializable> set;

  private WriteBehindOptions(EnumMap<WriteBehindSetting, Serializable> set) {
    this.set = set;
  }

  /** These options, and what they leave open from others. */
  public WriteBehindOptions orElse(WriteBehindOptions others) {
    EnumMap<WriteBehindSetting, Serializable> both = new EnumMap<>(others.set);
    both.putAll(set);
    return new WriteBehindOptions(both);
  }

  // ------------------------------------------------------------------ reading

  /** Whether the writer is behind the cache; false by default: it is called by each write. */
  public boolean isEnabled() {
    return (boolean) value(WriteBehindSetting.ENABLED);
  }

  /** How many operations the writer gets at once; at least 1, by default 100. */
  public int batchSize() {
    return (int) value(WriteBehindSetting.BATCH_SIZE);
  }

  /** How long an operation waits for others to make a batch with; by default 1 second. */
  public Duration maxDelay() {
    return (Duration) value(WriteBehindSetting.MAX_DELAY);
  }

  /**
   * Whether only the newest of the operations on a key that wait is delivered; true by default.
   * Without it the writer gets every operation.
   */
  public boolean isCoalescing() {
    return (boolean) value(WriteBehindSetting.COALESCING);
  }

  /**
   * How many batches may be under way at once, each in a thread; keys are divided among them. From
   * 1, the default, to 256.
   */
  public int concurrency() {
    return (int) value(WriteBehindSetting.CONCURRENCY);
  }

  /** How many operations the writer gets in a second, all threads together; 0 is no limit. */
  public int rateLimit() {
    return (int) value(WriteBehindSetting.RATE_LIMIT);
  }

  /**
   * How often an operation may fail by itself before it becomes a dead letter; by default 120
   * times, which is about an hour. Failures of whole batches do not count.
   */
  public int retryAttempts() {
    return (int) value(WriteBehindSetting.RETRY_ATTEMPTS);
  }

  /** How long after the first failure it is tried again; doubles. By default 100 ms. */
  public Duration retryBackoff() {
    return (Duration) value(WriteBehindSetting.RETRY_BACKOFF);
  }

  /** How long after many failures; by default 30 seconds. */
  public Duration retryMaxBackoff() {
    return (Duration) value(WriteBehindSetting.RETRY_MAX_BACKOFF);
  }

  /** How many operations may wait; at least 1, by default 100,000. */
  public long queueMaxEntries() {
    return (long) value(WriteBehindSetting.QUEUE_MAX_ENTRIES);
  }

  /** How many bytes of keys and values may wait; by default 64 MB, an eighth of a small heap. */
  public long queueMaxBytes() {
    long bytes = (long) value(WriteBehindSetting.QUEUE_MAX_BYTES);
    return set.containsKey(WriteBehindSetting.QUEUE_MAX_BYTES)
        ? bytes
        : Math.min(bytes, Runtime.getRuntime().maxMemory() / 8);
  }

  /** What happens at the bound; by default writes wait. */
  public WhenFull whenFull() {
    return (WhenFull) value(WriteBehindSetting.WHEN_FULL);
  }

  /** How long a write waits at the bound before it is refused; by default 5 seconds. */
  public Duration blockTimeout() {
    return (Duration) value(WriteBehindSetting.BLOCK_TIMEOUT);
  }

  /** How long closing waits for the writer; by default 10 seconds. */
  public Duration closeTimeout() {
    return (Duration) value(WriteBehindSetting.CLOSE_TIMEOUT);
  }

  private Serializable value(WriteBehindSetting setting) {
    return set.getOrDefault(setting, setting.byDefault());
  }

  /** Whether the writer was put behind the cache, or in front of it, by these very options. */
  public boolean isEnabledSet() {
    return set.containsKey(WriteBehindSetting.ENABLED);
  }

  // ------------------------------------------------------------------ setting

  /** These options with the writer behind the cache, or not. */
  public WriteBehindOptions withEnabled(boolean enabled) {
    return with(WriteBehindSetting.ENABLED, enabled);
  }

  /** These options with another {@link #batchSize}. */
  public WriteBehindOptions withBatchSize(int operations) {
    return with(WriteBehindSetting.BATCH_SIZE, operations);
  }

  /** These options with another {@link #maxDelay}; zero for no delay. */
  public WriteBehindOptions withMaxDelay(Duration delay) {
    return with(WriteBehindSetting.MAX_DELAY, delay);
  }

  /** These options with {@linkplain #isCoalescing coalescing}, or without. */
  public WriteBehindOptions withCoalescing(boolean coalescing) {
    return with(WriteBehindSetting.COALESCING, coalescing);
  }

  /** These options with another {@link #concurrency}. */
  public WriteBehindOptions withConcurrency(int batches) {
    return with(WriteBehindSetting.CONCURRENCY, batches);
  }

  /** These options with another {@link #rateLimit}. */
  public WriteBehindOptions withRateLimit(int operationsPerSecond) {
    return with(WriteBehindSetting.RATE_LIMIT, operationsPerSecond);
  }

  /** These options with another number of {@link #retryAttempts}. */
  public WriteBehindOptions withRetryAttempts(int attempts) {
    return with(WriteBehindSetting.RETRY_ATTEMPTS, attempts);
  }

  /** These options with other waits between attempts: the first, and the longest. */
  public WriteBehindOptions withRetryBackoff(Duration first, Duration longest) {
    if (longest.compareTo(first) < 0) {
      throw Checks.error(
          "write-behind.retry.max-backoff is %s and write-behind.retry.backoff is %s: the longest"
              + " wait must not be shorter than the first",
          longest, first);
    }
    return with(WriteBehindSetting.RETRY_BACKOFF, first)
        .with(WriteBehindSetting.RETRY_MAX_BACKOFF, longest);
  }

  /** These options with another {@link #queueMaxEntries}. */
  public WriteBehindOptions withQueueMaxEntries(long operations) {
    return with(WriteBehindSetting.QUEUE_MAX_ENTRIES, operations);
  }

  /** These options with another {@link #queueMaxBytes}; at least 1. */
  public WriteBehindOptions withQueueMaxBytes(long bytes) {
    return with(WriteBehindSetting.QUEUE_MAX_BYTES, bytes);
  }

  /** These options with something else to do {@link #whenFull}. */
  public WriteBehindOptions withWhenFull(WhenFull whenFull) {
    return with(WriteBehindSetting.WHEN_FULL, whenFull);
  }

  /** These options with another {@link #blockTimeout}. */
  public WriteBehindOptions withBlockTimeout(Duration timeout) {
    return with(WriteBehindSetting.BLOCK_TIMEOUT, timeout);
  }

  /** These options with another {@link #closeTimeout}. */
  public WriteBehindOptions withCloseTimeout(Duration timeout) {
    return with(WriteBehindSetting.CLOSE_TIMEOUT, timeout);
  }

  WriteBehindOptions with(WriteBehindSetting setting, Serializable value) {
    setting.check(value);
    EnumMap<WriteBehindSetting, Serializable> changed = new EnumMap<>(set);
    changed.put(setting, value);
    return new WriteBehindOptions(changed);
  }

  Optional<String> textOf(WriteBehindSetting setting) {
    return Optional.ofNullable(set.get(setting)).map(Values::textOf);
  }

  // ------------------------------------------------------------------ Object

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WriteBehindOptions that && set.equals(that.set);
  }

  @Override
  public int hashCode() {
    return set.hashCode();
  }

  /** What is set, as the settings name it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("write-behind");
    for (Map.Entry<WriteBehindSetting, Serializable> each : set.entrySet()) {
      text.append(' ').append(each.getKey().key()).append('=');
      text.append(Values.textOf(each.getValue()));
    }
    return text.toString();
  }
}
