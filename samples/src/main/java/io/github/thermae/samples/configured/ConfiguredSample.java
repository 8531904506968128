package io.github.thermae.samples.configured;

import io.github.thermae.EffectiveSetting;
import io.github.thermae.ThermaeManager;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.samples.support.Out;
import io.github.thermae.samples.support.Stores;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.Caching;

/** A program without a line about caches, a file that has them, and what is said of a wrong one. */
public final class ConfiguredSample {
  private static final URI FILE =
      URI.create("classpath:io/github/thermae/samples/configured/thermae.conf");

  private ConfiguredSample() {}

  /** The argument is a folder for the store. */
  public static void main(String[] args) throws IOException {
    Path store = Stores.fresh(args[0], "configured.db");

    Out.line("Thermae: caches that stand in thermae.conf");
    Out.line("");
    Properties properties = new Properties();
    properties.setProperty(StoreOptions.PREFIX + StoreOptions.PATH, store.toString());
    try (CacheManager manager =
        Caching.getCachingProvider()
            .getCacheManager(FILE, ConfiguredSample.class.getClassLoader(), properties)) {
      Cache<String, String> users = manager.getCache("users", String.class, String.class);
      users.put("alice", "Alice Caldwell");
      Cache<Long, String> books = manager.getCache("eco.Book", Long.class, String.class);
      books.put(1L, "Emma");
      Out.line("   getCache(\"users\")     is there: %s", users.get("alice"));
      Out.line("   getCache(\"eco.Book\")  is there, by the template: %s", books.get(1L));
      Out.line("   getCache(\"others\")    is %s", manager.<String, String>getCache("others"));
      Out.line("");
      Out.line("   %-34s %-20s %s", "what is not as by default", "value", "who said so");
      for (EffectiveSetting setting : manager.unwrap(ThermaeManager.class).effectiveSettings()) {
        if (!setting.origin().equals("default")) {
          Out.line(
              "   %-34s %-20s %s", setting.name(), plain(setting), shortened(setting.origin()));
        }
      }
    }
    showMistakes(Path.of(args[0]));
  }

  private static void showMistakes(Path folder) throws IOException {
    Path wrong = folder.resolve("wrong.conf");
    Files.writeString(
        wrong,
        """
        store {
          path = app.db
          flush-intervall = 5s
          encryption.password = "open sesame"
        }
        caches {
          eco.Book { ttl = soon }
          users { ttl = soon }
        }
        """);
    Out.line("");
    Out.line("   And a file with mistakes:");
    Out.line("");
    Files.readString(wrong).lines().forEach(line -> Out.line("      %s", line));
    Out.line("");
    try {
      Caching.getCachingProvider().getCacheManager(wrong.toUri(), null).close();
    } catch (CacheException e) {
      String.valueOf(e.getMessage()).lines().forEach(ConfiguredSample::showMistake);
    }
  }

  private static void showMistake(String line) {
    Out.wrapped("   " + " ".repeat(line.length() - line.stripLeading().length()), line.strip());
  }

  /** Settings are told in bytes and in the form of ISO 8601. */
  private static String plain(EffectiveSetting setting) {
    if (setting.name().endsWith("-bytes")) {
      return String.format(Locale.ROOT, "%,.1f MB", Long.parseLong(setting.value()) / 1048576.0);
    }
    return setting.value().startsWith("PT")
        ? setting.value().substring(2).toLowerCase(Locale.ROOT)
        : shortened(setting.value());
  }

  /** What is long is a path or a URL, of which the end matters. */
  private static String shortened(String text) {
    int from = text.lastIndexOf('/') + 1;
    return text.length() < 30 ? text : text.substring(from);
  }
}
