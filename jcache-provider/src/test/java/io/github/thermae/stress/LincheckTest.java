package io.github.thermae.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.ThermaeCache;
import io.github.thermae.TierStatistics;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.model.Mode;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * I11, by Lincheck: it draws short programs of a few threads, runs each many times, and looks for
 * an order of their operations that explains all results. Of four keys one is hot at a time, so
 * entries move with nearly every operation.
 */
@SuppressWarnings("NonFinalStaticField") // Lincheck makes the objects; the cache is handed to them
class LincheckTest {
  private static final int PROGRAMS = Integer.getInteger("test.stress.programs", 15);
  private static final int RUNS = Integer.getInteger("test.stress.runs", 150);

  @TempDir private Path folder;

  private static @Nullable Cache<Integer, Integer> cache;

  /** The operations on a cache that is empty at the start of each run. */
  @Param(name = "key", gen = IntGen.class, conf = "0:3")
  @Param(name = "value", gen = IntGen.class, conf = "1:3")
  public static final class OnACache {
    private final Cache<Integer, Integer> cache;

    /** For Lincheck. */
    public OnACache() {
      Cache<Integer, Integer> given = LincheckTest.cache;
      if (given == null) {
        throw new IllegalStateException("there is no cache");
      }
      this.cache = given;
      cache.clear();
    }

    @Operation
    public @Nullable Integer get(@Param(name = "key") int key) {
      return cache.get(key);
    }

    @Operation
    public void put(@Param(name = "key") int key, @Param(name = "value") int value) {
      cache.put(key, value);
    }

    @Operation
    public @Nullable Integer getAndPut(
        @Param(name = "key") int key, @Param(name = "value") int value) {
      return cache.getAndPut(key, value);
    }

    @Operation
    public boolean putIfAbsent(@Param(name = "key") int key, @Param(name = "value") int value) {
      return cache.putIfAbsent(key, value);
    }

    @Operation
    public boolean remove(@Param(name = "key") int key) {
      return cache.remove(key);
    }

    @Operation
    public boolean removeIfSame(@Param(name = "key") int key, @Param(name = "value") int value) {
      return cache.remove(key, value);
    }

    @Operation
    public boolean replace(@Param(name = "key") int key, @Param(name = "value") int value) {
      return cache.replace(key, value);
    }

    @Operation
    public boolean replaceIfSame(
        @Param(name = "key") int key,
        @Param(name = "value") int old,
        @Param(name = "value") int value) {
      return cache.replace(key, old, value);
    }

    @Operation
    public int add(@Param(name = "key") int key, @Param(name = "value") int value) {
      Integer sum =
          cache.invoke(
              key,
              (entry, arguments) -> {
                int added = (entry.exists() ? entry.getValue() : 0) + value;
                entry.setValue(added);
                return added;
              });
      return sum == null ? 0 : sum;
    }
  }

  /** The same operations, one after the other. */
  public static final class OnAMap {
    private final Map<Integer, Integer> map = new HashMap<>();

    /** For Lincheck. */
    public OnAMap() {}

    public @Nullable Integer get(int key) {
      return map.get(key);
    }

    public void put(int key, int value) {
      map.put(key, value);
    }

    public @Nullable Integer getAndPut(int key, int value) {
      return map.put(key, value);
    }

    public boolean putIfAbsent(int key, int value) {
      return map.putIfAbsent(key, value) == null;
    }

    public boolean remove(int key) {
      return map.remove(key) != null;
    }

    public boolean removeIfSame(int key, int value) {
      return map.remove(key, value);
    }

    public boolean replace(int key, int value) {
      return map.replace(key, value) != null;
    }

    public boolean replaceIfSame(int key, int old, int value) {
      return map.replace(key, old, value);
    }

    public int add(int key, int value) {
      return map.merge(key, value, Integer::sum);
    }
  }

  private static StressOptions options() {
    return new StressOptions()
        .iterations(PROGRAMS)
        .invocationsPerIteration(RUNS)
        .threads(3)
        .actorsPerThread(4)
        .actorsBefore(2)
        .actorsAfter(2)
        .minimizeFailedScenario(false)
        .sequentialSpecification(OnAMap.class);
  }

  @ParameterizedTest
  @EnumSource
  void anyOperations_racing_areLinearizable(Mode mode) {
    // In memory all must fit below; in a file, one entry and a half.
    long warmBytes = mode.isDurable() ? 300 : 1 << 20;
    try (CacheManager manager =
        new ThermaeCachingProvider()
            .getCacheManager(null, null, mode.settings(folder.resolve("raced.db"), warmBytes))) {
      Cache<Integer, Integer> raced =
          manager.createCache(
              "raced",
              ThermaeConfiguration.builder(Integer.class, Integer.class).hotMaxEntries(1).build());
      cache = raced;
      options().check(OnACache.class);
      TierStatistics tiers = raced.unwrap(ThermaeCache.class).tierStatistics();
      assertThat(Math.min(tiers.promotions(), tiers.demotions()))
          .as("entries that moved")
          .isGreaterThan(PROGRAMS);
    } finally {
      cache = null;
    }
  }
}
