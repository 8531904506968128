package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeCache;
import io.github.thermae.ThermaeManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.cache.CacheManager;
import javax.cache.Caching;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who wants to know of every cache hears of each once, whenever and by whomever it is made. */
final class CacheListenerTest {
  private static final int LISTENERS_MAX = 300;

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Consumer<ThermaeCache<?, ?>> listener = this::hear;

  @TempDir Path folder;

  private void hear(ThermaeCache<?, ?> cache) {
    told.add(cache.getName());
  }

  private static ThermaeManager of(CacheManager manager) {
    return manager.unwrap(ThermaeManager.class);
  }

  private static void make(CacheManager manager, String name) {
    assertThat(Managers.cache(manager, name, String.class, String.class)).isNotNull();
  }

  @Test
  void addCacheListener_isToldOfThoseThatAreThereAndOfLaterOnes() {
    try (CacheManager manager = Managers.memory()) {
      make(manager, "early");
      of(manager).addCacheListener(listener);
      assertThat(told).containsExactly("early");
      make(manager, "late");
      manager.destroyCache("late");
      make(manager, "late");
      assertThat(told).containsExactly("early", "late", "late");
      of(manager).removeCacheListener(listener);
      make(manager, "unheard");
      assertThat(told).hasSize(3);
    }
  }

  @Test
  void addCacheListener_cacheThatTheFileNames_isToldWhenItIsMade() throws Exception {
    Path file = Files.writeString(folder.resolve("thermae.conf"), "caches { users { ttl = 1h } }");
    try (CacheManager manager =
        Caching.getCachingProvider().getCacheManager(file.toUri(), null, null)) {
      of(manager).addCacheListener(listener);
      assertThat(told).isEmpty();
      assertThat(manager.<Object, Object>getCache("users")).isNotNull();
      assertThat(manager.<Object, Object>getCache("users")).isNotNull();
      assertThat(told).containsExactly("users");
    }
  }

  @Test
  void listener_throws_theCacheIsMadeAndOthersAreTold() {
    try (CacheManager manager = Managers.memory()) {
      of(manager)
          .addCacheListener(
              cache -> {
                throw new IllegalArgumentException("a listener of the test fails");
              });
      of(manager).addCacheListener(listener);
      make(manager, "users");
      assertThat(told).containsExactly("users");
    }
  }

  @Test
  void listener_usesTheManager_mayDoSo() {
    try (CacheManager manager = Managers.memory()) {
      of(manager)
          .addCacheListener(
              cache -> {
                if (!cache.getName().equals("more")) {
                  make(manager, "more");
                }
              });
      of(manager).addCacheListener(listener);
      make(manager, "users");
      assertThat(told).containsExactlyInAnyOrder("more", "users");
    }
  }

  @Test
  void addCacheListener_whileCachesAreMade_eachIsToldOfEachOnce() throws Exception {
    try (CacheManager manager = Managers.memory()) {
      List<String> names = IntStream.range(0, 300).mapToObj(i -> "cache-" + i).toList();
      Thread maker = new Thread(() -> names.forEach(name -> make(manager, name)));
      List<List<String>> heard = new ArrayList<>();
      maker.start();
      do {
        List<String> mine = new CopyOnWriteArrayList<>();
        heard.add(mine);
        of(manager).addCacheListener(cache -> mine.add(cache.getName()));
      } while (maker.isAlive() && heard.size() < LISTENERS_MAX);
      maker.join();
      assertThat(heard)
          .allSatisfy(mine -> assertThat(mine).containsExactlyInAnyOrderElementsOf(names));
    }
  }

  @Test
  void addCacheListener_closedManager_saysSo() {
    ThermaeManager manager = of(Managers.memory());
    manager.close();
    assertThatThrownBy(() -> manager.addCacheListener(listener))
        .isInstanceOf(IllegalStateException.class);
    manager.removeCacheListener(listener);
  }
}
