package io.github.thermae.recovery;

import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.model.Mode;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;

/**
 * A process that writes until its disk is full, reads and removes, and ends without closing. It
 * says on standard output what was acknowledged:
 *
 * <pre>
 *   SAVED key       put, and flushed
 *   FULL message    the first that was refused
 *   READ n          so many of the saved were read again, all right
 *   REMOVED key     removed
 *   KEPT key        a removal was refused
 *   END
 * </pre>
 */
final class FillingProcess {
  static final String CACHE = "filled";

  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private static final String LARGE = "x".repeat(20_000);

  private FillingProcess() {}

  /** The arguments are the mode and the store's file. */
  public static void main(String[] args) {
    Mode mode = Mode.valueOf(args[0]);
    Cache<String, String> cache = open(manager(mode, Path.of(args[1])));
    List<String> saved = fill(mode, cache);
    OUT.println("READ " + saved.stream().filter(key -> isRight(cache, key)).count());
    for (String key : saved.subList(0, saved.size() / 2)) {
      remove(cache, key);
    }
    OUT.println("END");
    Runtime.getRuntime().halt(0);
  }

  static CacheManager manager(Mode mode, Path file) {
    return new ThermaeCachingProvider().getCacheManager(null, null, mode.settings(file, 0));
  }

  /** Of one entry in memory, so that reads ask the file. */
  static Cache<String, String> open(CacheManager manager) {
    return manager.createCache(
        CACHE, ThermaeConfiguration.builder(String.class, String.class).hotMaxEntries(1).build());
  }

  static String value(String key) {
    return key + LARGE;
  }

  private static boolean isRight(Cache<String, String> cache, String key) {
    return value(key).equals(cache.get(key));
  }

  private static List<String> fill(Mode mode, Cache<String, String> cache) {
    List<String> saved = new ArrayList<>();
    try {
      while (true) {
        String key = "key-" + saved.size();
        cache.put(key, value(key));
        mode.flush(cache);
        OUT.println("SAVED " + key);
        saved.add(key);
      }
    } catch (CacheException e) {
      OUT.println("FULL " + e.getMessage());
    }
    return saved;
  }

  private static void remove(Cache<String, String> cache, String key) {
    try {
      OUT.println((cache.remove(key) ? "REMOVED " : "MISSING ") + key);
    } catch (CacheException e) {
      OUT.println("KEPT " + key);
    }
  }
}
