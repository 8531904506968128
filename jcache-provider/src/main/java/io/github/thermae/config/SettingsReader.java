package io.github.thermae.config;

import io.github.thermae.ThermaeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes {@link StoreOptions} of properties. Those given to {@code getCacheManager} win over the
 * system's. Every problem found is told in one error.
 */
public final class SettingsReader {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsReader.class);
  private static final String GIVEN = "the properties given to getCacheManager";
  private static final String SYSTEM = "the system properties";

  /** A value as it was given, and by whom. */
  private record Given(String text, String origin) {}

  private final Map<String, Given> settings = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private final StoreOptions.Builder builder = StoreOptions.builder();
  private final Map<String, CacheOptions> caches = new HashMap<>();
  private CacheOptions defaults = CacheOptions.NONE;

  private SettingsReader() {}

  /**
   * The options of a manager.
   *
   * @param given what {@code getCacheManager} was given; names without our prefix are other
   *     people's
   * @param system the system properties
   * @param storeName the name in the manager's URI. A path from the system properties is the file
   *     of the store {@code default}; a store of another name gets a file of its own beside it,
   *     with the name before the ending: {@code app.db}, {@code app-reports.db}
   * @throws ThermaeException with all that is wrong: unknown names with the nearest match, values
   *     with what was expected
   */
  public static StoreOptions read(Properties given, Properties system, String storeName) {
    SettingsReader reader = new SettingsReader();
    reader.collect(system, SYSTEM);
    reader.collect(given, GIVEN);
    reader.takeEncryption(given);
    reader.settings.forEach(reader::apply);
    StoreOptions options = reader.build();
    Given path = reader.settings.get(StoreOptions.PATH);
    boolean pathIsForAll = path != null && path.origin().equals(SYSTEM);
    return pathIsForAll && !storeName.equals("default")
        ? options.withPath(beside(options.path().orElseThrow(), storeName))
        : options;
  }

  private void collect(Properties properties, String origin) {
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(StoreOptions.PREFIX)) {
        String setting = name.substring(StoreOptions.PREFIX.length());
        settings.put(setting, new Given(properties.getProperty(name), origin));
      } else if (StoreSetting.of(name).isPresent()) {
        withoutPrefix(name, origin);
      }
    }
    properties.forEach((name, value) -> requireText(name, value, origin));
  }

  /** In the system properties the name may be another library's, which nobody could change. */
  private void withoutPrefix(String name, String origin) {
    String hint =
        String.format("%s in %s needs the prefix: %s%s", name, origin, StoreOptions.PREFIX, name);
    if (origin.equals(SYSTEM)) {
      LOG.warn("If it is meant for Thermae, {}", hint);
    } else {
      problems.add(hint);
    }
  }

  /**
   * What {@link StoreOptions#toProperties} puts there. Before the text, which may not name more.
   */
  private void takeEncryption(Properties given) {
    if (given.get(StoreOptions.PREFIX + StoreOptions.ENCRYPTION) instanceof EncryptionOptions own) {
      builder.encryption(own);
    }
  }

  /** {@code Properties} takes any object, but shows as settings only text. */
  private void requireText(Object name, Object value, String origin) {
    if (name instanceof String text
        && text.startsWith(StoreOptions.PREFIX)
        && !(value instanceof String)
        && !(value instanceof EncryptionOptions && isEncryption(text))) {
      problems.add(
          String.format(
              "%s in %s: expected a string, but found %s of class %s",
              name, origin, shown(text, value), value.getClass().getName()));
    }
  }

  private static boolean isEncryption(String name) {
    return name.equals(StoreOptions.PREFIX + StoreOptions.ENCRYPTION);
  }

  /** Whatever stands where passwords stand may be one. */
  private static String shown(String name, Object value) {
    return name.startsWith(StoreOptions.PREFIX + StoreOptions.ENCRYPTION)
        ? "something"
        : value.toString();
  }

  private void apply(String name, Given value) {
    try {
      Optional<StoreSetting> setting = StoreSetting.of(name);
      if (setting.isPresent()) {
        setting.get().apply(builder, value.text());
      } else {
        applyToCaches(name, value);
      }
    } catch (ThermaeException e) {
      problems.add(
          String.format(
              "%s%s in %s: %s", StoreOptions.PREFIX, name, value.origin(), e.getMessage()));
    }
  }

  private void applyToCaches(String name, Given value) {
    for (CacheSetting setting : CacheSetting.values()) {
      if (name.equals(CacheSetting.DEFAULTS + setting.key())) {
        defaults = setting.apply(defaults, value.text());
        return;
      }
      Optional<String> cache = cacheName(name, setting);
      if (cache.isPresent()) {
        CacheOptions before = caches.getOrDefault(cache.get(), CacheOptions.NONE);
        caches.put(cache.get(), setting.apply(before, value.text()));
        return;
      }
    }
    problems.add(unknown(name, value.origin()));
  }

  /** A cache's name may hold dots, so it is what stands between the place and the setting. */
  private static Optional<String> cacheName(String name, CacheSetting setting) {
    String ending = "." + setting.key();
    int length = name.length() - CacheSetting.CACHES.length() - ending.length();
    return name.startsWith(CacheSetting.CACHES) && name.endsWith(ending) && length >= 0
        ? Optional.of(name.substring(CacheSetting.CACHES.length(), name.length() - ending.length()))
        : Optional.empty();
  }

  private static String unknown(String name, String origin) {
    List<String> known = new ArrayList<>();
    for (StoreSetting setting : StoreSetting.values()) {
      known.add(setting.key());
    }
    for (CacheSetting setting : CacheSetting.values()) {
      known.add(CacheSetting.DEFAULTS + setting.key());
      known.add(CacheSetting.CACHES + "<name>." + setting.key());
    }
    String hint =
        NearestName.of(name, known)
            .map(nearest -> "did you mean " + StoreOptions.PREFIX + nearest + "?")
            .orElse("known are " + String.join(", ", known));
    return String.format("unknown setting %s%s in %s: %s", StoreOptions.PREFIX, name, origin, hint);
  }

  private StoreOptions build() {
    try {
      builder.defaults(defaults);
      caches.forEach(builder::cache);
      StoreOptions options = builder.build();
      if (problems.isEmpty()) {
        return options;
      }
    } catch (ThermaeException e) {
      problems.add(e.getMessage());
    }
    throw new ThermaeException(
        problems.size() == 1
            ? problems.get(0)
            : problems.size() + " problems with the settings:\n  " + String.join("\n  ", problems));
  }

  private static Path beside(Path file, String storeName) {
    String fileName = String.valueOf(file.getFileName());
    int dot = fileName.lastIndexOf('.');
    String stem = dot > 0 ? fileName.substring(0, dot) : fileName;
    String ending = dot > 0 ? fileName.substring(dot) : "";
    return file.resolveSibling(stem + "-" + safe(storeName) + ending);
  }

  /**
   * A name as part of a file name: what is not a letter, digit, dot, hyphen or underscore as %XX.
   */
  private static String safe(String name) {
    StringBuilder safe = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0);
      safe.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
    return safe.toString();
  }
}
