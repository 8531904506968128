package io.github.thermae.config;

import io.github.thermae.ThermaeException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the settings of a manager from all their sources. For one name, the properties given to
 * {@code getCacheManager} win over the system properties, these over the environment, and that over
 * the configuration file. A setting of a cache, from wherever, wins over one of a template, and
 * that over a default. Every problem found is told in one error.
 */
public final class SettingsReader {
  /** The setting that names the configuration file, by a URI or a path. */
  public static final String CONFIG = "config";

  private static final Logger LOG = LoggerFactory.getLogger(SettingsReader.class);
  private static final String GIVEN = "the properties given to getCacheManager";
  private static final String SYSTEM = "the system properties";

  private final Problems problems = new Problems();
  private final StoreOptions.Builder builder = StoreOptions.builder();

  /** The one that wins first. */
  private final List<SettingsSource> sources = new ArrayList<>();

  private SettingsReader() {}

  /**
   * The options of a manager, without a file and the environment.
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
    reader.add(given, GIVEN);
    reader.add(system, SYSTEM);
    return reader.options(given, storeName);
  }

  /**
   * The settings of a manager.
   *
   * @param uri the manager's: the place of a configuration file ({@code file:}, {@code classpath:},
   *     {@code jar:}), or {@code thermae:<name>}. Then the file is the one that {@value #CONFIG}
   *     names, or else {@code thermae.conf} on the class path, if there is one
   * @param loader whose class path that is
   * @param given what {@code getCacheManager} was given
   * @param system the system properties
   * @param environment the environment variables
   * @throws ThermaeException as above, and if a file that was named is not there
   */
  public static Settings read(
      URI uri,
      ClassLoader loader,
      Properties given,
      Properties system,
      Map<String, String> environment) {
    SettingsReader reader = new SettingsReader();
    reader.add(given, GIVEN);
    InFile file = reader.addBehind(uri, loader, given, system, environment);
    StoreOptions options = reader.options(given, storeName(uri));
    return new Settings(options, reader.sources, file.settings(), file.name());
  }

  /**
   * The settings of an application framework's manager, whose sources stand in the place of the
   * properties given to {@code getCacheManager}. All else is as above.
   */
  public static Settings read(
      URI uri,
      ClassLoader loader,
      FrameworkSettings framework,
      Properties system,
      Map<String, String> environment) {
    Properties given = new Properties();
    framework
        .get(CONFIG)
        .ifPresent(place -> given.setProperty(StoreOptions.PREFIX + CONFIG, place));
    SettingsReader reader = new SettingsReader();
    reader.add(framework);
    InFile file = reader.addBehind(uri, loader, given, system, environment);
    reader.addFallbacks(framework);
    StoreOptions options =
        reader.options(given, storeName(uri)).alsoAllowing(framework.allowedClasses());
    return new Settings(options, reader.sources, file.settings(), file.name());
  }

  /** What the configuration file says, and its name; nothing and null without one. */
  private record InFile(SettingsSource settings, @Nullable String name) {}

  /** The sources that give way to what was given: system properties, environment, file. */
  private InFile addBehind(
      URI uri,
      ClassLoader loader,
      Properties given,
      Properties system,
      Map<String, String> environment) {
    add(system, SYSTEM);
    sources.add(Environment.read(environment));
    Optional<ConfigText> file = find(uri, loader, given, system, environment);
    SettingsSource inFile =
        file.map(text -> ConfigFile.read(text, environment, problems))
            .orElseGet(SettingsSource::new);
    sources.add(inFile);
    return new InFile(inFile, file.map(ConfigText::name).orElse(null));
  }

  private static Optional<ConfigText> find(
      URI uri,
      ClassLoader loader,
      Properties given,
      Properties system,
      Map<String, String> environment) {
    if (ConfigText.isPlace(uri)) {
      return Optional.of(ConfigText.at(uri, loader));
    }
    String name = StoreOptions.PREFIX + CONFIG;
    String named = given.getProperty(name, system.getProperty(name));
    String place = named == null ? environment.get(Environment.CONFIG) : named;
    return place == null
        ? ConfigText.onClassPath(loader)
        : Optional.of(ConfigText.at(place, loader));
  }

  /**
   * What stands after the scheme, or the whole of a URI that is not ours. Who names a file of
   * settings means the store that stands in it.
   */
  private static String storeName(URI uri) {
    if (ConfigText.isPlace(uri)) {
      return "default";
    }
    return "thermae".equals(uri.getScheme()) && uri.isOpaque()
        ? uri.getSchemeSpecificPart()
        : uri.toString();
  }

  // ------------------------------------------------------------------ properties

  private void add(Properties properties, String origin) {
    SettingsSource source = new SettingsSource();
    for (String name : new TreeSet<>(properties.stringPropertyNames())) {
      if (name.startsWith(StoreOptions.PREFIX)) {
        Given value = new Given(properties.getProperty(name), name, origin);
        String setting = name.substring(StoreOptions.PREFIX.length());
        put(source, setting, value);
      } else if (StoreSetting.of(name).isPresent()) {
        withoutPrefix(name, origin);
      }
    }
    properties.forEach((name, value) -> requireText(name, value, origin));
    sources.add(source);
  }

  private void put(SettingsSource source, String setting, Given value) {
    boolean isOthers = setting.equals(CONFIG) || setting.startsWith(FrameworkSettings.OWN);
    if (!isOthers && !source.put(setting, value)) {
      problems.add(unknown(setting, value.origin()));
    }
  }

  private void add(FrameworkSettings framework) {
    SettingsSource source = new SettingsSource();
    framework.readSettings((name, value) -> put(source, name, value));
    sources.add(source);
  }

  /** A store in memory has no file, and so nothing that a file needs. */
  private void addFallbacks(FrameworkSettings framework) {
    boolean isInMemory =
        sources.stream()
            .map(source -> Optional.ofNullable(source.given(StoreSetting.PERSIST_MODE)))
            .flatMap(Optional::stream)
            .findFirst()
            .filter(mode -> mode.text().strip().equalsIgnoreCase(PersistMode.MEMORY.name()))
            .isPresent();
    SettingsSource source = new SettingsSource();
    framework.readFallbacks(
        (name, value) -> {
          if (!isInMemory || StoreSetting.of(name).isEmpty()) {
            put(source, name, value);
          }
        });
    sources.add(source);
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

  private static String unknown(String name, String origin) {
    List<String> known = new ArrayList<>();
    StoreSetting.ALL.forEach(setting -> known.add(setting.key()));
    for (CacheSetting setting : CacheSetting.ALL) {
      known.add(CacheSetting.DEFAULTS + setting.key());
      known.add(CacheSetting.CACHES + "<name>." + setting.key());
    }
    String hint =
        NearestName.of(name, known)
            .map(nearest -> "did you mean " + StoreOptions.PREFIX + nearest + "?")
            .orElse("known are " + String.join(", ", known));
    return String.format("unknown setting %s%s in %s: %s", StoreOptions.PREFIX, name, origin, hint);
  }

  // ------------------------------------------------------------------ options

  private StoreOptions options(Properties given, String storeName) {
    boolean passwordGiven = takeEncryption(given);
    for (int i = 0; i < sources.size(); i++) {
      sources.get(i).applyStore(builder, sources.subList(0, i), passwordGiven, problems);
    }
    CacheOptions defaults = CacheOptions.NONE;
    for (SettingsSource source : sources) {
      defaults = defaults.orElse(source.defaults(problems));
    }
    builder.defaults(defaults);
    Set<String> caches = new TreeSet<>();
    sources.forEach(source -> source.cacheNames().forEach(caches::add));
    caches.forEach(name -> builder.cache(name, cache(name)));
    StoreOptions options = build();
    boolean pathIsForAll = sources.get(0).given(StoreSetting.PATH) == null;
    return pathIsForAll && options.path().isPresent() && !storeName.equals("default")
        ? options.withPath(beside(options.path().get(), storeName))
        : options;
  }

  /**
   * What {@link StoreOptions#toProperties} puts there. It wins over other sources, and contradicts
   * a password in the same one.
   */
  private boolean takeEncryption(Properties given) {
    if (given.get(StoreOptions.PREFIX + StoreOptions.ENCRYPTION) instanceof EncryptionOptions own) {
      builder.encryption(own);
      return true;
    }
    return false;
  }

  private CacheOptions cache(String name) {
    CacheOptions options = CacheOptions.NONE;
    for (SettingsSource source : sources) {
      options = options.orElse(source.cache(name, problems));
    }
    return options;
  }

  private StoreOptions build() {
    try {
      StoreOptions options = builder.build();
      if (problems.isEmpty()) {
        return options;
      }
    } catch (ThermaeException e) {
      problems.add(e.getMessage());
    }
    throw problems.asException();
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
