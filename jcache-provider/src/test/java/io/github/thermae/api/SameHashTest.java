package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.config.StoreOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys with one hash code, as an attacker sends them: slow for nobody. */
final class SameHashTest {
  private static final int KEYS = 100_000;

  @TempDir Path folder;

  /** The hot tier holds all of them or next to nothing; the rest is in the tiers below. */
  @ParameterizedTest
  @CsvSource({"MEMORY, 100, 104857600", "WRITE_THROUGH, 100, 104857600"})
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void manyKeys_ofOneHashCode_takeSeconds(Store.Kind kind, long hotEntries, long warmBytes) {
    List<String> keys = keys();
    try (Store store = Store.of(kind, folder, options(hotEntries, warmBytes))) {
      Cache<String, Integer> cache =
          Managers.cache(store.manager(), "keys", String.class, Integer.class);
      Map<String, Integer> batch = new HashMap<>();
      for (int i = 0; i < KEYS; i++) {
        batch.put(keys.get(i), i);
        if (batch.size() == 1_000) {
          cache.putAll(batch);
          batch.clear();
        }
      }
      for (int i = 0; i < KEYS; i += 10) {
        assertThat(cache.get(keys.get(i))).isEqualTo(i);
      }
      for (int i = 0; i < KEYS; i += 100) {
        cache.put(keys.get(i), -i);
        assertThat(cache.remove(keys.get(i + 1))).isTrue();
      }
      assertThat(cache.getAll(Set.copyOf(keys.subList(0, 101)))).hasSize(100).containsValue(-100);
    }
  }

  private static StoreOptions.Builder options(long hotEntries, long warmBytes) {
    return StoreOptions.builder().defaultHotMaxEntries(hotEntries).warmMaxBytes(warmBytes);
  }

  /** "Aa" and "BB" have one hash code, and so has whatever is made of them. */
  private static List<String> keys() {
    List<String> keys = new ArrayList<>(KEYS);
    for (int i = 0; i < KEYS; i++) {
      StringBuilder key = new StringBuilder();
      for (int bit = 0; bit < 17; bit++) {
        key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      keys.add(key.toString());
    }
    assertThat(keys.stream().mapToInt(String::hashCode).distinct().count()).isEqualTo(1);
    return keys;
  }
}
