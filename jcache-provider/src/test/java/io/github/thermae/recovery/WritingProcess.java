package io.github.thermae.recovery;

import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.model.Mode;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.cache.Cache;
import javax.cache.CacheManager;

/**
 * A process that writes until it is killed, and says on standard output what it does:
 *
 * <pre>
 *   S key value     at the start: what the store has
 *   READY           the start is over
 *   B key value     an operation on the key begins; value 0 is a removal
 *   E key value     it has returned
 *   G thread n      this thread's n-th flush begins
 *   F thread n      it has returned
 * </pre>
 *
 * Several threads write, each its own keys. Values of a key only grow.
 */
final class WritingProcess {
  static final int THREADS = 3;
  static final int KEYS_PER_THREAD = 12;
  static final String CACHE = "written";

  private static final Object OUTPUT = new Object();
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private WritingProcess() {}

  /**
   * The arguments are the mode, the store's file, a seed, and a number above all values written
   * before.
   */
  public static void main(String[] args) {
    Mode mode = Mode.valueOf(args[0]);
    Cache<String, String> cache = open(mode, Path.of(args[1]));
    for (int thread = 0; thread < THREADS; thread++) {
      for (int i = 0; i < KEYS_PER_THREAD; i++) {
        String value = cache.get(key(thread, i));
        say("S", key(thread, i), value == null ? 0 : number(value));
      }
    }
    OUT.println("READY");
    for (int thread = 0; thread < THREADS; thread++) {
      Writer writer =
          new Writer(
              mode,
              cache,
              thread,
              new Random(Long.parseLong(args[2]) + thread),
              Long.parseLong(args[3]));
      new Thread(writer::writeUntilClosed, "writer-" + thread).start();
    }
  }

  /** Tiers so small that entries move all the time. */
  private static Cache<String, String> open(Mode mode, Path file) {
    CacheManager manager =
        new ThermaeCachingProvider().getCacheManager(null, null, mode.settings(file, 2_000));
    return manager.createCache(
        CACHE, ThermaeConfiguration.builder(String.class, String.class).hotMaxEntries(4).build());
  }

  static String key(int thread, int i) {
    return "key-" + thread + "-" + i;
  }

  /** A value that would show if it were torn: the number, and a text that follows from it. */
  static String value(long number) {
    return number + ":" + Long.toString(number * 31, 36).repeat((int) (number % 40) + 1);
  }

  static long number(String value) {
    long number = Long.parseLong(value.substring(0, value.indexOf(':')));
    if (!value.equals(value(number))) {
      throw new IllegalStateException("a torn value: " + value);
    }
    return number;
  }

  private static void say(String what, String key, long number) {
    synchronized (OUTPUT) {
      OUT.println(what + " " + key + " " + number);
    }
  }

  private static final class Writer {
    private final Mode mode;
    private final Cache<String, String> cache;
    private final int thread;
    private final Random random;
    private long next;
    private long flushes;

    Writer(Mode mode, Cache<String, String> cache, int thread, Random random, long first) {
      this.mode = mode;
      this.cache = cache;
      this.thread = thread;
      this.random = random;
      this.next = first;
    }

    /** Until the process is killed, or ends itself and has closed its store. */
    void writeUntilClosed() {
      try {
        writeForever();
      } catch (IllegalStateException e) {
        if (!cache.isClosed()) {
          throw e;
        }
      }
    }

    private void writeForever() {
      while (true) {
        if (random.nextInt(20) == 0) {
          flush();
        }
        String key = key(thread, random.nextInt(KEYS_PER_THREAD));
        long number = ++next;
        switch (random.nextInt(7)) {
          case 0 -> doing(key, 0, () -> cache.remove(key));
          case 1 -> doing(key, number, () -> cache.getAndPut(key, value(number)));
          case 2 -> doing(key, 0, () -> cache.getAndRemove(key));
          case 3 -> invoke(key, number);
          case 4 -> putAll();
          default -> doing(key, number, () -> cache.put(key, value(number)));
        }
      }
    }

    private void flush() {
      long number = ++flushes;
      say("G", "thread-" + thread, number);
      mode.flush(cache);
      say("F", "thread-" + thread, number);
    }

    private void invoke(String key, long number) {
      doing(
          key,
          number,
          () ->
              cache.invoke(
                  key,
                  (entry, arguments) -> {
                    entry.setValue(value(number));
                    return null;
                  }));
    }

    private void putAll() {
      Map<String, String> entries = new TreeMap<>();
      for (int i = 0; i < 3; i++) {
        entries.put(key(thread, random.nextInt(KEYS_PER_THREAD)), value(++next));
      }
      entries.forEach((key, value) -> say("B", key, number(value)));
      cache.putAll(entries);
      entries.forEach((key, value) -> say("E", key, number(value)));
    }

    private static void doing(String key, long number, Runnable operation) {
      say("B", key, number);
      operation.run();
      say("E", key, number);
    }
  }
}
