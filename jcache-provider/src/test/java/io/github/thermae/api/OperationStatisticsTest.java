package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.OperationStatistics;
import io.github.thermae.ThermaeCache;
import io.github.thermae.config.ThermaeConfiguration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.junit.jupiter.api.Test;

/** What is counted of operations and of the loader. */
final class OperationStatisticsTest {
  @Test
  void operationStatistics_whileEnabled_countsAndTimesEachKind() {
    try (CacheManager manager = Managers.memory()) {
      Cache<Integer, String> cache = cache(manager, true);
      cache.put(1, "one");
      cache.get(1);
      cache.get(2);
      cache.getAll(Set.of(3, 4));
      cache.remove(1);
      assertThatThrownBy(() -> cache.get(-1)).isInstanceOf(CacheLoaderException.class);
      OperationStatistics counted = cache.unwrap(ThermaeCache.class).operationStatistics();

      assertThat(counted.hits()).isEqualTo(1);
      assertThat(counted.puts()).isEqualTo(1);
      assertThat(counted.removals()).isEqualTo(1);
      assertThat(counted.loads()).as("2, then 3 and 4 in one, then -1").isEqualTo(3);
      assertThat(counted.loadFailures()).isEqualTo(1);
      assertThat(counted.misses()).isGreaterThanOrEqualTo(3);
      assertThat(counted.getNanos()).isPositive();
      assertThat(counted.putNanos()).isPositive();
      assertThat(counted.removeNanos()).isPositive();
      assertThat(counted.loadNanos()).isPositive();
    }
  }

  @Test
  void operationStatistics_whileDisabled_countsNothing() {
    try (CacheManager manager = Managers.memory()) {
      Cache<Integer, String> cache = cache(manager, false);
      cache.put(1, "one");
      cache.get(1);
      cache.get(2);

      assertThat(cache.unwrap(ThermaeCache.class).operationStatistics())
          .isEqualTo(new OperationStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }
  }

  private static Cache<Integer, String> cache(CacheManager manager, boolean statistics) {
    return manager.createCache(
        "numbers",
        ThermaeConfiguration.builder(Integer.class, String.class)
            .statistics(statistics)
            .readThrough(Names::new)
            .build());
  }

  private static final class Names implements CacheLoader<Integer, String> {
    @Override
    public String load(Integer key) {
      if (key < 0) {
        throw new CacheLoaderException("no such number");
      }
      return "number " + key;
    }

    @Override
    public Map<Integer, String> loadAll(Iterable<? extends Integer> keys) {
      Map<Integer, String> loaded = new HashMap<>();
      keys.forEach(key -> loaded.put(key, load(key)));
      return loaded;
    }
  }
}
