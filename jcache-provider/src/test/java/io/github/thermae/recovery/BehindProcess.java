package io.github.thermae.recovery;

import io.github.thermae.ThermaeCache;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.config.WriteBehindOptions;
import io.github.thermae.model.Mode;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.cache.Cache;
import javax.cache.CacheManager;

/**
 * A process that writes to a cache with a database behind it until it is killed, and says on
 * standard output what it does:
 *
 * <pre>
 *   S key value     at the start: what the cache has
 *   READY           the start is over
 *   B key value     an operation on the key begins; value 0 is a removal
 *   E key value     it has returned
 *   G thread n      this thread's n-th flush of the store begins
 *   F thread n      it has returned
 *   X text          the database was given something out of order; that must not be
 *   D key value     at the end, when everything has been delivered: what the database has
 *   DRAINED         the end is over
 * </pre>
 *
 * Several threads write, each its own keys. Values of a key only grow.
 */
final class BehindProcess {
  static final int THREADS = 3;
  static final int KEYS_PER_THREAD = 8;

  /** A database, as a file. */
  enum Kind {
    SQLITE("jdbc:sqlite:"),
    /** Without the delay it would lose what it has committed, as it writes half a second later. */
    H2("jdbc:h2:file:");

    private final String url;

    Kind(String url) {
      this.url = url;
    }

    String url(Path file) {
      return url + file.toAbsolutePath() + (this == H2 ? ";WRITE_DELAY=0" : "");
    }
  }

  private static final Object OUTPUT = new Object();
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private BehindProcess() {}

  /**
   * The arguments are "write" or "drain", the mode, the store's file, the kind of database and its
   * file, whether to coalesce, a seed, and a number above all values written before.
   */
  public static void main(String[] args) throws Exception {
    boolean isLast = args[0].equals("drain");
    Mode mode = Mode.valueOf(args[1]);
    SqlTable table = new SqlTable(Kind.valueOf(args[3]).url(Path.of(args[4])));
    ThermaeCache<String, String> cache =
        open(mode, Path.of(args[2]), table, Boolean.parseBoolean(args[5]));
    for (int thread = 0; thread < THREADS; thread++) {
      for (int i = 0; i < KEYS_PER_THREAD; i++) {
        String value = cache.get(key(thread, i));
        say("S", key(thread, i), value == null ? 0 : Long.parseLong(value));
      }
    }
    OUT.println("READY");
    if (isLast) {
      drain(cache, table);
      return;
    }
    for (int thread = 0; thread < THREADS; thread++) {
      Random random = new Random(Long.parseLong(args[6]) + thread);
      Writer writer = new Writer(mode, cache, thread, random, Long.parseLong(args[7]));
      new Thread(writer::writeForever, "writer-" + thread).start();
    }
  }

  @SuppressWarnings("unchecked") // it was made with these types
  private static ThermaeCache<String, String> open(
      Mode mode, Path file, SqlTable table, boolean isCoalescing) {
    Properties settings = mode.settings(file, 2_000);
    if (!mode.isSavedAtOnce()) {
      settings.setProperty("thermae.store.flush-interval", "20ms");
    }
    CacheManager manager = new ThermaeCachingProvider().getCacheManager(null, null, settings);
    WriteBehindOptions options =
        WriteBehindOptions.NONE
            .withBatchSize(5)
            .withMaxDelay(Duration.ofMillis(10))
            .withConcurrency(2)
            .withCoalescing(isCoalescing)
            .withQueueMaxEntries(200)
            .withRetryBackoff(Duration.ofMillis(2), Duration.ofMillis(20));
    Map<String, Long> seen = new ConcurrentHashMap<>();
    // In one run the order of a key must be kept. What is given once more after a crash comes
    // first.
    table.onApplied(
        (key, number) -> {
          Long before = number == 0 ? null : seen.put(key, number);
          if (before != null && before > number) {
            OUT.println("X " + key + ": " + number + " after " + before);
          }
        });
    Cache<String, String> cache =
        manager.createCache(
            "orders",
            ThermaeConfiguration.builder(String.class, String.class)
                .hotMaxEntries(4)
                .writeBehind(() -> table, options)
                .build());
    return cache.unwrap(ThermaeCache.class);
  }

  private static void drain(ThermaeCache<String, String> cache, SqlTable table) throws Exception {
    if (!cache.writeBehind().orElseThrow().flush(Duration.ofSeconds(60))) {
      OUT.println("X not drained: " + cache.writeBehind().orElseThrow().statistics());
    }
    Map<String, String> rows = table.all();
    for (int thread = 0; thread < THREADS; thread++) {
      for (int i = 0; i < KEYS_PER_THREAD; i++) {
        String value = rows.get(key(thread, i));
        say("D", key(thread, i), value == null ? 0 : Long.parseLong(value));
      }
    }
    OUT.println("DRAINED");
  }

  static String key(int thread, int i) {
    return "key-" + thread + "-" + i;
  }

  private static void say(String what, String key, long number) {
    synchronized (OUTPUT) {
      OUT.println(what + " " + key + " " + number);
    }
  }

  private static final class Writer {
    private final Mode mode;
    private final ThermaeCache<String, String> cache;
    private final int thread;
    private final Random random;
    private long next;
    private long flushes;

    Writer(Mode mode, ThermaeCache<String, String> cache, int thread, Random random, long first) {
      this.mode = mode;
      this.cache = cache;
      this.thread = thread;
      this.random = random;
      this.next = first;
    }

    void writeForever() {
      while (true) {
        if (random.nextInt(20) == 0) {
          flush();
        }
        String key = key(thread, random.nextInt(KEYS_PER_THREAD));
        long number = ++next;
        switch (random.nextInt(6)) {
          case 0 -> doing(key, 0, () -> cache.remove(key));
          case 1 -> doing(key, number, () -> cache.getAndPut(key, Long.toString(number)));
          case 2 -> putAll();
          default -> doing(key, number, () -> cache.put(key, Long.toString(number)));
        }
      }
    }

    private void flush() {
      long number = ++flushes;
      say("G", "thread-" + thread, number);
      mode.flush(cache);
      say("F", "thread-" + thread, number);
    }

    private void putAll() {
      Map<String, String> entries = new TreeMap<>();
      for (int i = 0; i < 3; i++) {
        entries.put(key(thread, random.nextInt(KEYS_PER_THREAD)), Long.toString(++next));
      }
      entries.forEach((key, value) -> say("B", key, Long.parseLong(value)));
      cache.putAll(entries);
      entries.forEach((key, value) -> say("E", key, Long.parseLong(value)));
    }

    private static void doing(String key, long number, Runnable operation) {
      say("B", key, number);
      operation.run();
      say("E", key, number);
    }
  }
}
