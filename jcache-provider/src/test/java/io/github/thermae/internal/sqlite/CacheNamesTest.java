package io.github.thermae.internal.sqlite;

import static io.github.thermae.internal.sqlite.TestRows.TRAITS;
import static io.github.thermae.internal.sqlite.TestRows.open;
import static io.github.thermae.internal.sqlite.TestRows.put;
import static io.github.thermae.internal.sqlite.TestRows.query;
import static io.github.thermae.internal.sqlite.TestRows.sql;
import static io.github.thermae.internal.sqlite.TestRows.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.internal.store.ColdTable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any string may name a cache. */
class CacheNamesTest {
  private static final List<String> STRANGE =
      List.of(
          "",
          " ",
          "users",
          "Users",
          "USERS",
          "users_2",
          "users ",
          "uſers",
          "com.acme.User",
          "com.acme.User$Inner",
          "a-b",
          "a:b",
          "a\"b",
          "a\"; DROP TABLE users; --",
          "a'b",
          "a`b",
          "[a]",
          ".",
          "..",
          "../../x",
          "/etc/passwd",
          "sqlite_x",
          "SQLite_x",
          "sqlite_schema",
          "thermae_meta",
          "THERMAE_cache",
          "thermae_key_1",
          "cache_1",
          "cache_2",
          "cache_3",
          "select",
          "1",
          "null",
          "\0",
          "a\0",
          "a\0b",
          "a\0c",
          "\n",
          "\uD800",
          "\uD801",
          "\uDC00",
          "\uD800x",
          "\uDC00\uD800",
          "\uD83D\uDE00",
          "\uD83D\uDE01",
          "\uFFFD",
          "?",
          "é",
          "e\u0301",
          "x".repeat(TableName.LENGTH_MAX),
          "x".repeat(TableName.LENGTH_MAX + 1),
          "x".repeat(100_000));

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = folder.resolve("cache.db");
  }

  @Test
  void open_strangeNames_eachKeepsItsOwnRows() throws Exception {
    try (SqliteStore store = open(path)) {
      for (int i = 0; i < STRANGE.size(); i++) {
        put(store.open(STRANGE.get(i), TRAITS), "k", "v" + i);
      }
      assertAllThere(store);
    }
    try (SqliteStore store = open(path)) {
      assertThat(store.cacheNames()).containsExactlyInAnyOrderElementsOf(STRANGE);
      assertAllThere(store);
      store.drop("\uD800");
      store.drop("users");
      assertThat(store.cacheNames()).doesNotContain("\uD800", "users").contains("\uD801", "Users");
    }
    assertThat(query(path, "PRAGMA integrity_check")).containsExactly("ok");
    try (SqliteStore store = open(path)) {
      assertThat(store.cacheNames()).hasSize(STRANGE.size() - 2);
      assertThat(value(store.open("users", TRAITS), "k")).isNull();
      assertThat(value(store.open("Users", TRAITS), "k")).isEqualTo("v3");
    }
  }

  private static void assertAllThere(SqliteStore store) {
    for (int i = 0; i < STRANGE.size(); i++) {
      ColdTable table = store.open(STRANGE.get(i), TRAITS);
      assertThat(value(table, "k")).isEqualTo("v" + i);
      assertThat(table.count(0)).isEqualTo(1);
    }
  }

  @Test
  void open_plainNames_areTheirTablesNames() throws Exception {
    try (SqliteStore store = open(path)) {
      for (String name :
          List.of("users", "com.acme.User$Inner", "a-b", "Users", "no!", "thermae_x", "cache_7")) {
        store.open(name, TRAITS);
      }
      for (String name : List.of("no#", "x".repeat(TableName.LENGTH_MAX + 1))) {
        store.open(name, TRAITS);
      }
    }
    Map<String, String> tables = new HashMap<>();
    for (String line : query(path, "SELECT name, \"table\" FROM thermae_cache")) {
      tables.put(line.substring(0, line.indexOf('|')), line.substring(line.indexOf('|') + 1));
    }
    assertThat(tables)
        .containsEntry("users", "users")
        .containsEntry("com.acme.User$Inner", "com.acme.User$Inner")
        .containsEntry("a-b", "a-b")
        .containsEntry("Users", "Users_4")
        .containsEntry("no!", "cache_5")
        .containsEntry("thermae_x", "cache_6")
        .containsEntry("cache_7", "cache_7")
        .containsEntry("no#", "cache_8")
        .containsEntry("x".repeat(TableName.LENGTH_MAX + 1), "cache_9");
  }

  @Test
  void open_chosenNameTaken_choosesAnother() throws Exception {
    try (SqliteStore store = open(path)) {
      put(store.open("cache_2", TRAITS), "k", "1");
      put(store.open("a:b", TRAITS), "k", "2");
      assertThat(value(store.open("cache_2", TRAITS), "k")).isEqualTo("1");
      assertThat(value(store.open("a:b", TRAITS), "k")).isEqualTo("2");
    }
    assertThat(query(path, "SELECT \"table\" FROM thermae_cache ORDER BY id"))
        .containsExactly("cache_2", "cache_2_2");
  }

  @Test
  void open_damagedCatalogRow_startsEmptyAndNeverShowsAnotherCachesRows() throws Exception {
    try (SqliteStore store = open(path)) {
      put(store.open("users", TRAITS), "k", "of users");
      put(store.open("orders", TRAITS), "k", "of orders");
    }
    sql(path, "UPDATE thermae_cache SET \"table\" = 'orders' WHERE name = 'users'");
    try (SqliteStore store = open(path)) {
      assertThat(store.cacheNames()).containsExactly("orders");
      ColdTable users = store.open("users", TRAITS);
      assertThat(value(users, "k")).isNull();
      put(users, "k", "again");
      assertThat(value(store.open("orders", TRAITS), "k")).isEqualTo("of orders");
    }
    try (SqliteStore store = open(path)) {
      assertThat(value(store.open("users", TRAITS), "k")).isEqualTo("again");
    }
  }

  @Test
  void shownName_controlCharacters_areEscaped() {
    assertThat(ShownName.of("a\nb\0\uD800\uD83D\uDE00"))
        .isEqualTo("\"a\\u000ab\\u0000\\ud800\uD83D\uDE00\"");
  }
}
