package io.github.thermae.api;

import java.util.List;
import java.util.stream.Stream;

/** Texts that break naive stores, each different from all others in Java. */
final class HostileText {
  private HostileText() {}

  /** All of them, for use together in one store. */
  static List<String> all() {
    return List.of(
        ":",
        "\"",
        "'",
        "''",
        "\"; DROP TABLE thermae_cache; --",
        ".",
        "..",
        "/",
        "\\",
        "%",
        "_",
        "?",
        "*",
        "a:b",
        "a.b",
        "a=b,c=d",
        "a#2",
        "a.b#2",
        "\0",
        "a\0",
        "a\0b",
        "a",
        "A",
        "ä",
        "a\u0308",
        "Users",
        "users",
        "USERS",
        "\uD83D\uDE00",
        "../../x",
        "sqlite_x",
        "SQLITE_master",
        "thermae_meta",
        "THERMAE_CACHE",
        "cache_1",
        "cache_2",
        "CACHE_3",
        "thermae_key_1",
        "",
        " ",
        "  ",
        "\t",
        "\r\n",
        "\u2028",
        "\uFEFF",
        "\uFFFD",
        "\uD800",
        "\uD801",
        "\uDC00",
        "\uDC00\uD800",
        "\uD83D",
        "a\uD83Db",
        "null",
        "0",
        "00",
        "1e3",
        "rowid",
        "key",
        "SELECT",
        "x".repeat(100),
        "x".repeat(101),
        "x".repeat(300),
        "x".repeat(300) + "y",
        "é".repeat(70_000));
  }

  static Stream<String> stream() {
    return all().stream();
  }
}
