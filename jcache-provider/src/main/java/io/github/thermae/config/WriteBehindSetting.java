package io.github.thermae.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The settings of write-behind: their names, their defaults, and how text becomes a value. */
@SuppressWarnings("ImmutableEnumChecker") // readers and checks hold nothing, defaults are values
enum WriteBehindSetting {
  /** Whether the writer is behind the cache. */
  ENABLED("enabled", false, Values::truth, WriteBehindSetting::any),

  /** How many operations the writer gets at once. */
  BATCH_SIZE("batch-size", 100, Values::smallNumber, WriteBehindSetting::atLeastOne),

  /** How long an operation waits for others. */
  MAX_DELAY("max-delay", Duration.ofSeconds(1), Values::duration, WriteBehindSetting::upToAYear),

  /** Whether only the newest operation on a key is delivered. */
  COALESCING("coalescing", true, Values::truth, WriteBehindSetting::any),

  /** How many batches are under way at once. */
  CONCURRENCY("concurrency", 1, Values::smallNumber, WriteBehindSetting::fewThreads),

  /** How many operations the writer gets in a second; 0 for no limit. */
  RATE_LIMIT("rate-limit", 0, Values::smallNumber, WriteBehindSetting::notNegative),

  /** How often an operation is tried before it is given up. */
  RETRY_ATTEMPTS("retry.attempts", 120, Values::smallNumber, WriteBehindSetting::atLeastOne),

  /** How long after the first failure it is tried again. */
  RETRY_BACKOFF(
      "retry.backoff", Duration.ofMillis(100), Values::duration, WriteBehindSetting::anHour),

  /** How long after many failures. */
  RETRY_MAX_BACKOFF(
      "retry.max-backoff", Duration.ofSeconds(30), Values::duration, WriteBehindSetting::anHour),

  /** The bound of the queue in operations. */
  QUEUE_MAX_ENTRIES("queue.max-entries", 100_000L, Values::number, WriteBehindSetting::atLeastOne),

  /** The bound of the queue in bytes. */
  QUEUE_MAX_BYTES(
      "queue.max-bytes", 64L << 20, Values::memoryBytes, WriteBehindSetting::atLeastOne),

  /** What happens at the bound. */
  WHEN_FULL(
      "when-full",
      WhenFull.BLOCK,
      text -> Values.constant(WhenFull.class, text),
      WriteBehindSetting::any),

  /** How long a write waits at the bound. */
  BLOCK_TIMEOUT(
      "block-timeout", Duration.ofSeconds(5), Values::duration, WriteBehindSetting::upToAYear),

  /** How long closing waits for the writer. */
  CLOSE_TIMEOUT(
      "close-timeout", Duration.ofSeconds(10), Values::duration, WriteBehindSetting::upToAYear);

  /** Where these settings stand among those of a cache. */
  static final String PLACE = "write-behind.";

  private static final Duration YEAR = Duration.ofDays(365);
  private static final int THREADS_MAX = 256;

  private final String key;
  private final Serializable byDefault;
  private final Function<String, ? extends Serializable> reader;
  private final BiConsumer<String, Object> check;

  WriteBehindSetting(
      String key,
      Serializable byDefault,
      Function<String, ? extends Serializable> reader,
      BiConsumer<String, Object> check) {
    this.key = key;
    this.byDefault = byDefault;
    this.reader = reader;
    this.check = check;
  }

  String key() {
    return key;
  }

  Serializable byDefault() {
    return byDefault;
  }

  /** The default as a setting has it. */
  String defaultText() {
    return Values.textOf(byDefault);
  }

  Serializable read(String text) {
    return reader.apply(text);
  }

  /** Throws unless the value is one that the setting may have. */
  void check(Object value) {
    check.accept(PLACE + key, value);
  }

  private static void any(String name, Object value) {}

  private static void atLeastOne(String name, Object value) {
    Checks.atLeast(name, ((Number) value).longValue(), 1);
  }

  private static void notNegative(String name, Object value) {
    Checks.atLeast(name, ((Number) value).longValue(), 0);
  }

  private static void fewThreads(String name, Object value) {
    atLeastOne(name, value);
    if ((int) value > THREADS_MAX) {
      throw Checks.error("%s must be at most %d, but is %s", name, THREADS_MAX, value);
    }
  }

  private static void upToAYear(String name, Object value) {
    Checks.between(name, (Duration) value, Duration.ZERO, YEAR);
  }

  private static void anHour(String name, Object value) {
    Checks.between(name, (Duration) value, Duration.ofMillis(1), Duration.ofHours(1));
  }
}
