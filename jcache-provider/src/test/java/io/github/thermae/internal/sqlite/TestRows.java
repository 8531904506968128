package io.github.thermae.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.config.Synchronous;
import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.store.Change;
import io.github.thermae.internal.store.ColdTable;
import io.github.thermae.internal.store.Row;
import io.github.thermae.internal.store.TableTraits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Short forms for rows, and a look into a file with plain SQLite as a user's tool has it. */
final class TestRows {
  static final TableTraits TRAITS = new TableTraits("java.lang.String", "java.lang.Object", "");

  private TestRows() {}

  static SqliteStore open(Path path) {
    return SqliteStore.open(path, Synchronous.NORMAL);
  }

  static EncodedKey key(String text) {
    return EncodedKey.ofText(text);
  }

  static Row row(EncodedKey key, String value, long version) {
    return new Row(key, value.getBytes(StandardCharsets.UTF_8), 1, version, Row.NEVER, 1_000);
  }

  static void put(ColdTable table, String key, String value) {
    table.apply(List.of(new Change.Put(row(key(key), value, 1))));
  }

  static @Nullable String value(ColdTable table, String key) {
    Row row = table.find(key(key));
    return row == null ? null : new String(row.value(), StandardCharsets.UTF_8);
  }

  static void assertRow(@Nullable Row found, Row expected) {
    assertThat(found).usingRecursiveComparison().isEqualTo(expected);
  }

  static List<EncodedKey> allKeys(ColdTable table, int limit) {
    List<EncodedKey> keys = new ArrayList<>();
    long position = 0;
    while (true) {
      ColdTable.KeyPage page = table.keysAfter(position, limit);
      if (page.keys().isEmpty()) {
        return keys;
      }
      assertThat(page.keys()).hasSizeLessThanOrEqualTo(limit);
      assertThat(page.position()).isGreaterThan(position);
      keys.addAll(page.keys());
      position = page.position();
    }
  }

  static void sql(Path path, String... statements) throws SQLException {
    try (Connection tool = tool(path);
        Statement statement = tool.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The rows of a query, their columns joined by a bar. */
  static List<String> query(Path path, String sql) throws SQLException {
    try (Connection tool = tool(path);
        Statement statement = tool.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          line.append(i == 1 ? "" : "|").append(rows.getString(i));
        }
        lines.add(line.toString());
      }
      return lines;
    }
  }

  private static Connection tool(Path path) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + path.toUri().toASCIIString());
  }
}
