package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeManager;
import java.nio.file.Path;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a manager tells of its store. */
final class ThermaeManagerTest {
  @TempDir Path folder;

  private static ThermaeManager of(CacheManager manager) {
    return manager.unwrap(ThermaeManager.class);
  }

  @Test
  void storedCacheNames_file_areThoseOfEarlierRunsToo() {
    try (CacheManager manager = Managers.open(Store.fileIn(folder))) {
      Managers.cache(manager, "users", String.class, String.class).put("a", "1");
      Managers.cache(manager, "orders", String.class, String.class);
      Managers.cache(manager, "gone", String.class, String.class).put("a", "1");
      manager.destroyCache("gone");
    }
    try (CacheManager manager = Managers.open(Store.fileIn(folder))) {
      assertThat(manager.getCacheNames()).isEmpty();
      assertThat(of(manager).storedCacheNames()).containsExactlyInAnyOrder("users", "orders");
      Managers.cache(manager, "new", String.class, String.class);
      assertThat(of(manager).storedCacheNames())
          .containsExactlyInAnyOrder("users", "orders", "new");
    }
  }

  @Test
  void storedCacheNames_memory_areThoseThatAreOpen() {
    try (CacheManager manager = Managers.memory()) {
      Managers.cache(manager, "users", String.class, String.class);
      Managers.cache(manager, "closed", String.class, String.class).close();
      assertThat(of(manager).storedCacheNames()).containsExactly("users");
    }
  }

  @Test
  void storePath_isTheFile_closedOrNot() {
    CacheManager manager = Managers.open(folder.resolve("in/../store.db"));
    assertThat(of(manager).storePath()).hasValue(Store.fileIn(folder).toAbsolutePath());
    manager.close();
    assertThat(of(manager).storePath()).isPresent();
    try (CacheManager memory = Managers.memory()) {
      assertThat(of(memory).storePath()).isEmpty();
    }
  }

  @Test
  void flush_savesEveryCache() {
    try (CacheManager manager = Managers.open(Store.fileIn(folder))) {
      Managers.cache(manager, "users", String.class, String.class).put("a", "1");
      Managers.cache(manager, "orders", String.class, String.class).put("a", "1");
      of(manager).flush();
      assertThat(Sql.number(Store.fileIn(folder), "SELECT count(*) FROM users")).isEqualTo(1);
      assertThat(Sql.number(Store.fileIn(folder), "SELECT count(*) FROM orders")).isEqualTo(1);
    }
  }

  @Test
  void closed_saysSo() {
    ThermaeManager manager = of(Managers.open(Store.fileIn(folder)));
    manager.close();
    assertThatThrownBy(manager::storedCacheNames).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(manager::flush).isInstanceOf(IllegalStateException.class);
  }
}
