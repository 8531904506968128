package io.github.thermae.samples.unicode;

import io.github.thermae.ThermaeCache;
import io.github.thermae.TierStatistics;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.samples.support.KilledProcess;
import java.nio.file.Path;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.FactoryBuilder;

/**
 * One process of the sample: opens the store, reads every character once, then reads with a skewed
 * pattern, and says what happened. It does not know whether it is the first process or the second.
 */
public final class UnicodeRun {
  private static final int HOT_ENTRIES = 10_000;
  private static final long WARM_BYTES = 4 << 20;
  private static final int SKEWED_READS = 250_000;
  private static final long SEED = 107;

  private UnicodeRun() {}

  /** The arguments are the store's file and how many characters to use. */
  public static void main(String[] args) {
    int[] codePoints = UnicodeCharacter.named().limit(Long.parseLong(args[1])).toArray();
    CountingLoader loader = new CountingLoader();
    long start = System.nanoTime();
    Cache<Integer, UnicodeCharacter> cache = open(Path.of(args[0]), loader);
    Console.line("   process %d opened the store in %.2f s", pid(), Console.seconds(start));

    readEachOnce(cache, codePoints, loader);
    readSkewed(cache, codePoints, loader);
    Console.line(KilledProcess.DONE);
    for (Zipf zipf = new Zipf(codePoints.length, SEED); ; ) {
      cache.get(codePoints[zipf.next()]);
    }
  }

  private static Cache<Integer, UnicodeCharacter> open(Path file, CountingLoader loader) {
    StoreOptions options = StoreOptions.builder().path(file).warmMaxBytes(WARM_BYTES).build();
    CacheManager manager =
        Caching.getCachingProvider().getCacheManager(null, null, options.toProperties());
    return manager.createCache(
        "unicode",
        ThermaeConfiguration.builder(Integer.class, UnicodeCharacter.class)
            .hotMaxEntries(HOT_ENTRIES)
            .readThrough(new FactoryBuilder.SingletonFactory<>(loader))
            .statistics(true)
            .build());
  }

  private static void readEachOnce(
      Cache<Integer, UnicodeCharacter> cache, int[] codePoints, CountingLoader loader) {
    long start = System.nanoTime();
    long wrong = 0;
    for (int i = 0; i < codePoints.length; i++) {
      UnicodeCharacter found = cache.get(codePoints[i]);
      wrong += found.equals(UnicodeCharacter.of(codePoints[i])) ? 0 : 1;
      Console.progress("each", i + 1, codePoints.length, start);
    }
    Console.line(
        "   every character once: %,d loaded, %,d came from the store, %,d wrong",
        loader.loads(), codePoints.length - loader.loads(), wrong);
  }

  private static void readSkewed(
      Cache<Integer, UnicodeCharacter> cache, int[] codePoints, CountingLoader loader) {
    TierStatistics before = tiers(cache);
    long loadsBefore = loader.loads();
    Zipf zipf = new Zipf(codePoints.length, SEED);
    long start = System.nanoTime();
    for (int i = 0; i < SKEWED_READS; i++) {
      cache.get(codePoints[zipf.next()]);
      Console.progress("skewed", i + 1, SKEWED_READS, start);
    }
    Console.line("   skewed (Zipf) reads: %,d loaded", loader.loads() - loadsBefore);
    Console.tiers(before, tiers(cache));
  }

  private static TierStatistics tiers(Cache<Integer, UnicodeCharacter> cache) {
    ThermaeCache<?, ?> thermae = cache.unwrap(ThermaeCache.class);
    return thermae.tierStatistics();
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }
}
