package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.config.StoreOptions;
import java.nio.file.Path;
import java.util.List;
import javax.cache.Cache;
import javax.cache.CacheException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values whose class refuses to be made again. */
final class UndecodableValueTest {
  private static volatile boolean broken;

  @TempDir Path folder;

  /** Mutable, so that every read makes a copy. */
  record Fragile(List<String> parts) {
    Fragile {
      if (broken) {
        throw new IllegalStateException("not today");
      }
    }
  }

  @AfterEach
  void mend() {
    broken = false;
  }

  @ParameterizedTest
  @EnumSource(Store.Kind.class)
  void get_hotValueThatCannotBeCopied_isAnErrorOfJsr107(Store.Kind kind) {
    try (Store store = Store.of(kind, folder)) {
      Cache<String, Fragile> cache =
          Managers.cache(store.manager(), "fragile", String.class, Fragile.class);
      cache.put("k", new Fragile(List.of("a")));
      broken = true;

      assertThatThrownBy(() -> cache.get("k"))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("'fragile'")
          .hasRootCauseMessage("not today");
      broken = false;
      assertThat(cache.get("k")).isEqualTo(new Fragile(List.of("a")));
    }
  }

  @ParameterizedTest
  @EnumSource(Store.Kind.class)
  void get_valueBelowThatCannotBeMade_isAMiss(Store.Kind kind) {
    try (Store store = Store.of(kind, folder, StoreOptions.builder().defaultHotMaxEntries(1))) {
      Cache<String, Fragile> cache =
          Managers.cache(store.manager(), "fragile", String.class, Fragile.class);
      cache.put("k", new Fragile(List.of("a")));
      cache.put("l", new Fragile(List.of("b")));
      cache.put("m", new Fragile(List.of("c")));
      broken = true;

      assertThat(cache.get("k")).isNull();
      assertThat(Managers.tiersOf(cache).unreadableRows()).isPositive();
      broken = false;
      cache.put("k", new Fragile(List.of("d")));
      assertThat(cache.get("k")).isEqualTo(new Fragile(List.of("d")));
    }
  }
}
