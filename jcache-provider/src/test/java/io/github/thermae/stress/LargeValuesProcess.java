package io.github.thermae.stress;

import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.model.Mode;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.jspecify.annotations.Nullable;

/**
 * A process that writes and reads values of a megabyte with several threads, and ends with 0 if all
 * went well. The arguments are the mode, the store's file and the number of operations per thread.
 */
final class LargeValuesProcess {
  private static final int THREADS = 8;
  private static final int KEYS = 100;
  private static final int VALUE_BYTES = 1 << 20;

  private LargeValuesProcess() {}

  public static void main(String[] args) throws InterruptedException {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    AtomicInteger found = new AtomicInteger();
    try (CacheManager manager = open(Mode.valueOf(args[0]), Path.of(args[1]))) {
      Cache<Integer, byte[]> cache =
          manager.createCache(
              "large",
              ThermaeConfiguration.builder(Integer.class, byte[].class).hotMaxEntries(4).build());
      Thread[] threads = new Thread[THREADS];
      for (int i = 0; i < THREADS; i++) {
        int seed = i;
        threads[i] =
            new Thread(() -> work(cache, new Random(seed), Integer.parseInt(args[2]), found));
        threads[i].setUncaughtExceptionHandler((thread, e) -> failure.compareAndSet(null, e));
        threads[i].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    Throwable first = failure.get();
    if (first != null) {
      first.printStackTrace();
      System.exit(1);
    }
    System.out.println("found " + found);
  }

  private static CacheManager open(Mode mode, Path file) {
    return new ThermaeCachingProvider().getCacheManager(null, null, mode.settings(file, 8 << 20));
  }

  private static void work(
      Cache<Integer, byte[]> cache, Random random, int operations, AtomicInteger found) {
    for (int i = 0; i < operations; i++) {
      int key = random.nextInt(KEYS);
      if (random.nextInt(3) == 0) {
        cache.put(key, value(key));
      } else {
        byte[] value = cache.get(key);
        if (value != null) {
          requireWhole(key, value);
          found.incrementAndGet();
        }
      }
    }
  }

  private static byte[] value(int key) {
    byte[] value = new byte[VALUE_BYTES];
    Arrays.fill(value, (byte) key);
    return value;
  }

  /** Without a second array, for the heap is small. */
  private static void requireWhole(int key, byte[] value) {
    boolean isWhole = value.length == VALUE_BYTES;
    for (byte part : value) {
      isWhole &= part == key;
    }
    if (!isWhole) {
      throw new IllegalStateException("the value of " + key + " is another one");
    }
  }
}
