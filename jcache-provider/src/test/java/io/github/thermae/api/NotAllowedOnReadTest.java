package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows whose class was allowed when they were written and is not now (I10). */
final class NotAllowedOnReadTest {
  @TempDir Path folder;
  private Path file;

  /** What was allowed once. */
  record Order(int id) {}

  @BeforeEach
  void writeAllowed() {
    file = Store.fileIn(folder);
    try (CacheManager manager = openAllowing()) {
      Cache<Object, Object> cache = Managers.untyped(manager, "orders");
      cache.put("order", new Order(1));
      cache.put("list", List.of(new Order(2)));
      cache.put("text", "x");
      cache.put(new Order(3), "value of an order");
    }
  }

  @Test
  void read_classNotAllowed_isAMissAndTheRowStays() {
    try (CacheManager manager = Managers.open(file)) {
      Cache<Object, Object> cache = Managers.untyped(manager, "orders");

      assertThat(cache.get("order")).isNull();
      assertThat(cache.containsKey("order")).isFalse();
      assertThat(cache.getAll(Set.of("order", "list", "text"))).isEqualTo(Map.of("text", "x"));
      assertThat(cache.replace("order", "y")).isFalse();
      assertThat(cache.remove("order", "y")).isFalse();
      assertThat(cache.<Boolean>invoke("order", (entry, arguments) -> entry.exists())).isFalse();
      assertThat(cache).extracting(Cache.Entry::getKey).containsExactly("text");
      assertThat(Managers.tiersOf(cache).unreadableRows()).isPositive();
    }
    assertThat(Sql.number(file, "SELECT count(*) FROM orders")).isEqualTo(4);
    assertThat(Sql.number(file, "SELECT count(*) FROM thermae_quarantine")).isZero();
  }

  @Test
  void read_allowedAgain_bringsTheEntryBack() {
    try (CacheManager manager = Managers.open(file)) {
      assertThat(Managers.untyped(manager, "orders").get("order")).isNull();
    }
    try (CacheManager manager = openAllowing()) {
      Cache<Object, Object> cache = Managers.untyped(manager, "orders");

      assertThat(cache.get("order")).isEqualTo(new Order(1));
      assertThat(cache.get("list")).isEqualTo(List.of(new Order(2)));
      assertThat(cache.get(new Order(3))).isEqualTo("value of an order");
      assertThat(cache).hasSize(4);
    }
  }

  @Test
  void read_declaredInsteadOfAllowed_isRead() {
    try (CacheManager manager = Managers.open(file)) {
      Cache<Object, Order> cache = Managers.cache(manager, "orders", Object.class, Order.class);

      assertThat(cache.get("order")).isEqualTo(new Order(1));
    }
  }

  @Test
  void write_overARowThatIsNotAllowed_replacesIt() {
    try (CacheManager manager = Managers.open(file)) {
      Cache<Object, Object> cache = Managers.untyped(manager, "orders");
      cache.put("order", "new");
      assertThat(cache.remove("list")).as("nothing that can be read").isFalse();
      assertThat(cache.get("order")).isEqualTo("new");
    }
    try (CacheManager manager = openAllowing()) {
      Cache<Object, Object> cache = Managers.untyped(manager, "orders");

      assertThat(cache.get("order")).isEqualTo("new");
      assertThat(cache.get("list")).as("was removed").isNull();
    }
  }

  @Test
  void read_keyOfAClassThatIsNotAllowed_isRefusedAndTheRowStays() {
    try (CacheManager manager = Managers.open(file)) {
      Cache<Object, Object> cache = Managers.untyped(manager, "orders");

      assertThatThrownBy(() -> cache.put(new Order(3), "y"))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("thermae.store.allowed-classes");
    }
    assertThat(Sql.number(file, "SELECT count(*) FROM orders")).isEqualTo(4);
  }

  @Test
  void clear_removesRowsThatAreNotAllowedToo() {
    try (CacheManager manager = Managers.open(file)) {
      Managers.untyped(manager, "orders").clear();
    }
    assertThat(Sql.number(file, "SELECT count(*) FROM orders")).isZero();
  }

  private CacheManager openAllowing() {
    return Managers.open(
        Managers.at(file).allowedClasses(NotAllowedOnReadTest.class.getName()).build());
  }
}
