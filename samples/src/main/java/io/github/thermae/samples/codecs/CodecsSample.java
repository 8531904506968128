package io.github.thermae.samples.codecs;

import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.samples.support.Out;
import io.github.thermae.samples.support.Stores;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;

/** One kind of value, written in several ways. */
public final class CodecsSample {
  private static final List<String> CODECS = List.of("kryo", "json", "message-pack", "java");

  private CodecsSample() {}

  /** The argument is a folder for the store. */
  public static void main(String[] args) throws IOException, SQLException {
    Path file = Stores.fresh(args[0], "codecs.db");

    Out.line("Thermae: a book, and how it lies in the file");
    Out.line("");
    try (CacheManager manager = open(file)) {
      for (String codec : CODECS) {
        fill(cache(manager, "books_" + codec.replace('-', '_'), codec));
      }
      Out.line("   %-14s %6s  %s", "codec", "bytes", "the value column begins with");
      for (String codec : CODECS) {
        show(file, codec);
      }
      askBySql(file);
    }

    Out.line("");
    Out.line("   The cache books_kryo is opened with the codec json, and one book is put.");
    try (CacheManager manager = open(file)) {
      Cache<String, Book> books = cache(manager, "books_kryo", "json");
      books.put("walden", new Book("Walden", 1854, LocalDate.of(1854, 8, 9), Map.of("pages", 352)));
      Out.line("   get(\"emma\")    %s", books.get("emma"));
      Out.line("   get(\"walden\")  %s", books.get("walden"));
      Out.line("   written as     %s", rowsByForm(file));
    }
  }

  /** A value of the sample; Serializable for the codec java alone. */
  record Book(String title, int year, LocalDate published, Map<String, Integer> facts)
      implements Serializable {}

  private static void fill(Cache<String, Book> books) {
    books.put("emma", new Book("Emma", 1815, LocalDate.of(1815, 12, 23), Map.of("pages", 474)));
    books.put(
        "dracula", new Book("Dracula", 1897, LocalDate.of(1897, 5, 26), Map.of("pages", 418)));
    books.put("ulysses", new Book("Ulysses", 1922, LocalDate.of(1922, 2, 2), Map.of("pages", 732)));
  }

  private static void show(Path file, String codec) throws SQLException {
    String table = "books_" + codec.replace('-', '_');
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        ResultSet row =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT length(CAST(value AS BLOB)), substr(CAST(value AS BLOB), 1, 80) FROM "
                        + table
                        + " WHERE key = 'emma'")) {
      Out.line("   %-14s %6d  %s", codec, row.getLong(1), printable(row.getBytes(2)));
    }
  }

  private static String printable(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      text.append(b >= ' ' && b < 127 ? (char) b : '.');
    }
    return text.toString();
  }

  private static void askBySql(Path file) throws SQLException {
    String select =
        "SELECT key, json_extract(value, '$.title'), json_extract(value, '$.facts.pages')"
            + " FROM books_json WHERE json_extract(value, '$.year') > 1850 ORDER BY key";
    Out.line("");
    Out.wrapped("   ", select);
    Out.line("");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        ResultSet rows = connection.createStatement().executeQuery(select)) {
      while (rows.next()) {
        Out.line("   %-10s %-10s %4d pages", rows.getString(1), rows.getString(2), rows.getInt(3));
      }
    }
  }

  private static String rowsByForm(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        ResultSet row =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT sum(typeof(value) = 'blob'), sum(typeof(value) = 'text') FROM"
                        + " books_kryo")) {
      return row.getInt(1) + " rows by kryo, " + row.getInt(2) + " by json";
    }
  }

  private static CacheManager open(Path file) {
    StoreOptions options = StoreOptions.builder().path(file).build();
    return Caching.getCachingProvider().getCacheManager(null, null, options.toProperties());
  }

  private static Cache<String, Book> cache(CacheManager manager, String name, String codec) {
    return manager.createCache(
        name, ThermaeConfiguration.builder(String.class, Book.class).codec(codec).build());
  }
}
