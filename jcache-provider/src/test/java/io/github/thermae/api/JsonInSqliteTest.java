package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.codec.BuiltInCodec;
import io.github.thermae.config.ThermaeConfiguration;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of the codec json, as any SQLite tool sees them. */
final class JsonInSqliteTest {
  @TempDir Path folder;
  private Path file;

  interface Pet {}

  record Dog(String name) implements Pet {}

  record User(
      String name,
      int age,
      LocalDate born,
      BigDecimal balance,
      Optional<String> nick,
      List<String> tags,
      Map<Integer, String> rooms,
      @Nullable Pet pet) {}

  private static final User ANN =
      new User(
          "Änn \uD83D\uDE00\0",
          34,
          LocalDate.of(1992, 3, 4),
          new BigDecimal("12.50"),
          Optional.of("a"),
          List.of("x", "y"),
          Map.of(7, "seven"),
          new Dog("Rex"));

  @BeforeEach
  void nameFile() {
    file = Store.fileIn(folder);
  }

  private static Cache<String, User> users(CacheManager manager) {
    return users(manager, "users");
  }

  private CacheManager open() {
    return Managers.open(
        Managers.at(file).allowedClasses(JsonInSqliteTest.class.getName()).build());
  }

  @Test
  void value_isTextThatJsonExtractReads() {
    try (CacheManager manager = open()) {
      users(manager).put("ann", ANN);
    }
    String select = "SELECT json_extract(value, '%s') FROM \"users\" WHERE key = 'ann'";

    assertThat(Sql.column(file, "SELECT typeof(value) FROM users")).containsExactly("text");
    assertThat(Sql.column(file, select.formatted("$.age"))).containsExactly(34);
    assertThat(Sql.column(file, select.formatted("$.born"))).containsExactly("1992-03-04");
    assertThat(Sql.column(file, select.formatted("$.balance"))).containsExactly(12.5);
    assertThat(Sql.column(file, select.formatted("$.nick"))).containsExactly("a");
    assertThat(Sql.column(file, select.formatted("$.tags[1]"))).containsExactly("y");
    assertThat(Sql.column(file, select.formatted("$.rooms.7"))).containsExactly("seven");
    assertThat(Sql.column(file, select.formatted("$.pet.name"))).containsExactly("Rex");
    assertThat(Sql.column(file, "SELECT json_extract(value, '$.\"@type\"') FROM users"))
        .as("the declared type needs no name")
        .containsExactly((Object) null);
  }

  @Test
  void value_afterARestart_isEqual() {
    try (CacheManager manager = open()) {
      users(manager).put("ann", ANN);
    }
    try (CacheManager manager = open()) {
      assertThat(users(manager).get("ann")).isEqualTo(ANN);
    }
  }

  /** The row remembers the type that was declared when it was written. */
  @Test
  void value_ofACacheThatIsDeclaredOtherwiseNow_isTheSame() {
    try (CacheManager manager = open()) {
      users(manager).put("ann", ANN);
    }
    try (CacheManager manager = open()) {
      Cache<Object, Object> untyped =
          manager.createCache(
              "users",
              ThermaeConfiguration.builder(Object.class, Object.class).codec("json").build());
      assertThat(untyped.get("ann")).isEqualTo(ANN);
      untyped.put("again", ANN);
      assertThat(untyped.get("again")).isEqualTo(ANN);
    }
    try (CacheManager manager = Managers.open(file)) {
      Cache<Object, Object> untyped = Managers.untyped(manager, "users");
      assertThat(untyped.get("ann")).as("no class is allowed").isNull();
      assertThat(Managers.tiersOf(untyped).quarantinedRows()).isZero();
    }
    try (CacheManager manager = open()) {
      assertThat(users(manager).get("ann")).isEqualTo(ANN);
      assertThat(manager.getCache("users", String.class, User.class).get("again")).isEqualTo(ANN);
    }
  }

  @Test
  void value_thatSomebodyEdited_isAMiss() {
    try (CacheManager manager = open()) {
      users(manager).put("ann", ANN);
      users(manager, "others").put("bob", ANN);
    }
    Sql.change(
        file,
        "UPDATE users SET value = json_set(value, '$.age', 35)",
        "UPDATE others SET value = CAST(value AS BLOB)");
    try (CacheManager manager = open()) {
      Cache<String, User> users = users(manager);
      assertThat(users.get("ann")).isNull();
      assertThat(users(manager, "others").get("bob")).isNull();
      assertThat(Managers.tiersOf(users).quarantinedRows()).isEqualTo(1);
    }
  }

  private static Cache<String, User> users(CacheManager manager, String name) {
    return manager.createCache(
        name,
        ThermaeConfiguration.builder(String.class, User.class).codec(BuiltInCodec.JSON).build());
  }
}
