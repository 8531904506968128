package io.github.thermae.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a configuration file in HOCON into a {@link SettingsSource}. The library only parses and
 * substitutes; what a size or a duration is, {@link Values} says, as for every other source.
 *
 * <p>All that is wrong with the file is told, each with its line. A value is never in a message if
 * it may be a password.
 */
final class ConfigFile {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigFile.class);
  private static final String STORE = "store";
  private static final String DEFAULTS = "defaults";
  private static final String CACHES = "caches";

  /** Editors look there for a JSON Schema. */
  private static final String SCHEMA = "$schema";

  private static final List<String> SECTIONS = List.of(STORE, DEFAULTS, CACHES);
  private static final List<String> STORE_KEYS =
      StoreSetting.ALL.stream().map(s -> s.key().substring(STORE.length() + 1)).toList();
  private static final List<String> CACHE_KEYS =
      CacheSetting.ALL.stream().map(CacheSetting::key).toList();

  private final String name;
  private final ConfigObject written;
  private final Problems problems;
  private final SettingsSource source = new SettingsSource();

  private ConfigFile(String name, ConfigObject written, Problems problems) {
    this.name = name;
    this.written = written;
    this.problems = problems;
  }

  /**
   * What a file says.
   *
   * @param environment what is substituted for <code>${NAME}</code>, beside the file's own values
   */
  static SettingsSource read(ConfigText file, Map<String, String> environment, Problems problems) {
    try {
      Config written =
          ConfigFactory.parseReader(
              new StringReader(file.text()),
              ConfigParseOptions.defaults()
                  .setSyntax(ConfigSyntax.CONF)
                  .setOriginDescription(file.name())
                  .setIncluder(new NoIncludes()));
      ConfigFile reader = new ConfigFile(file.name(), written.root(), problems);
      reader.readSections(reader.resolved(written, environment));
      return reader.source;
    } catch (ConfigException e) {
      problems.add(e.getMessage() + hintToQuote(e));
      return new SettingsSource();
    }
  }

  /** The library speaks of paths where somebody meant the name of a cache. */
  private static String hintToQuote(ConfigException e) {
    return e instanceof ConfigException.BadPath
        ? ". Names of caches with dots or stars stand in quotes: \"eco.*\" { ... }"
        : "";
  }

  private ConfigObject resolved(Config config, Map<String, String> environment) {
    // Not the system's environment as the library sees it: ours is that of all other settings.
    ConfigResolveOptions options =
        ConfigResolveOptions.noSystem().appendResolver(new Variables(environment));
    try {
      return config.resolve(options).root();
    } catch (ConfigException.UnresolvedSubstitution e) {
      problems.add(
          e.getMessage() + ". Set it in the environment, or write ${?...} for one that may miss.");
      return config.resolve(options.setAllowUnresolved(true)).root();
    }
  }

  /** What is substituted where the file itself has no value of that name. */
  private record Variables(Map<String, String> environment) implements ConfigResolver {
    @Override
    public @Nullable ConfigValue lookup(String path) {
      String value = environment.get(path);
      return value == null ? null : ConfigValueFactory.fromAnyRef(value, "the environment");
    }

    @Override
    public ConfigResolver withFallback(ConfigResolver fallback) {
      return this;
    }
  }

  // ------------------------------------------------------------------ sections

  private void readSections(ConfigObject root) {
    for (Map.Entry<String, ConfigValue> entry : sorted(root)) {
      List<String> path = List.of(entry.getKey());
      ConfigValue value = entry.getValue();
      switch (entry.getKey()) {
        case STORE -> readStore(path, value);
        case DEFAULTS -> walk(path, path.size(), value, CACHE_KEYS, this::readDefault);
        case CACHES -> inSection(path, value, this::readCache);
        case SCHEMA -> {}
        case "thermae" ->
            problem(path, "names in this file have no prefix: write store { ... } at the top");
        default -> unknown(path, entry.getKey(), SECTIONS, "");
      }
    }
  }

  private void readStore(List<String> path, ConfigValue value) {
    walk(
        path,
        path.size(),
        value,
        STORE_KEYS,
        (key, given) -> {
          String full = STORE + "." + key;
          if (full.equals(StoreOptions.ENCRYPTION_PASSWORD)) {
            problems.add(
                given.problem(
                    "a password must not stand in this file. Name an environment variable that"
                        + " holds it (password-env = APP_PASSWORD), or a file that does"
                        + " (password-file = /run/secrets/app)"));
          } else {
            source.put(StoreSetting.of(full).orElseThrow(), given);
          }
        });
  }

  private void readDefault(String key, Given given) {
    source.putDefault(CacheSetting.of(key).orElseThrow(), given);
  }

  private void readCache(List<String> path, ConfigValue value) {
    String cache = path.get(1);
    source.declare(cache, where(path));
    walk(
        path,
        path.size(),
        value,
        CACHE_KEYS,
        (key, given) -> source.putCache(cache, CacheSetting.of(key).orElseThrow(), given));
  }

  // ------------------------------------------------------------------ the tree

  /** What is in a section, which must be one. */
  private void inSection(
      List<String> path, ConfigValue value, BiConsumer<List<String>, ConfigValue> each) {
    try {
      if (value instanceof ConfigObject section) {
        for (Map.Entry<String, ConfigValue> entry : sorted(section)) {
          List<String> inner = new ArrayList<>(path);
          inner.add(entry.getKey());
          each.accept(inner, entry.getValue());
        }
      } else if (value.valueType() != ConfigValueType.NULL) {
        problem(path, "expected a section { ... }, but found a value");
      }
    } catch (ConfigException.NotResolved e) {
      LOG.trace("{} is not known; told when it was substituted", path, e);
    }
  }

  /**
   * The settings below a place, under names with dots.
   *
   * @param depth how much of the path is the place
   */
  private void walk(
      List<String> path,
      int depth,
      ConfigValue value,
      List<String> known,
      BiConsumer<String, Given> setting) {
    inSection(path, value, (inner, child) -> step(inner, depth, child, known, setting));
  }

  private void step(
      List<String> path,
      int depth,
      ConfigValue value,
      List<String> known,
      BiConsumer<String, Given> setting) {
    String key = String.join(".", path.subList(depth, path.size()));
    boolean isSection = known.stream().anyMatch(k -> k.startsWith(key + "."));
    if (value instanceof ConfigObject && isSection) {
      walk(path, depth, value, known, setting);
    } else if (!known.contains(key)) {
      unknown(path, key, known, hintToQuote(path, depth, value));
    } else if (value instanceof ConfigObject) {
      problem(path, "expected a value, but found a section { ... }");
    } else {
      textOf(path, value).ifPresent(text -> setting.accept(key, given(path, text)));
    }
  }

  /** {@code eco.Book { ttl = 1h }} is a cache eco with a section Book. */
  private static String hintToQuote(List<String> path, int depth, ConfigValue value) {
    if (depth < 2 || !(value instanceof ConfigObject section)) {
      return "";
    }
    StringJoiner cache = new StringJoiner(".");
    path.subList(1, path.size()).forEach(cache::add);
    Optional<Map.Entry<String, ConfigValue>> inner = onlySectionIn(section);
    while (inner.isPresent()) {
      cache.add(inner.get().getKey());
      inner = onlySectionIn((ConfigObject) inner.get().getValue());
    }
    return ". If the name of the cache is "
        + cache
        + ", write it in quotes: \""
        + cache
        + "\" { ... }";
  }

  private static Optional<Map.Entry<String, ConfigValue>> onlySectionIn(ConfigObject section) {
    return section.entrySet().stream()
        .filter(entry -> section.size() == 1 && entry.getValue() instanceof ConfigObject)
        .filter(entry -> CACHE_KEYS.stream().noneMatch(k -> k.startsWith(entry.getKey() + ".")))
        .findFirst();
  }

  /** In the order of the lines, so that problems are told from top to bottom. */
  private static List<Map.Entry<String, ConfigValue>> sorted(ConfigObject section) {
    return section.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> entry.getValue().origin().lineNumber()))
        .toList();
  }

  /** As it was written: {@code 1e3} and {@code 10_000} are not touched. */
  private Optional<String> textOf(List<String> path, ConfigValue value) {
    try {
      if (value.valueType() == ConfigValueType.NULL) {
        return Optional.empty();
      }
      return Optional.of(
          value instanceof ConfigList list
              ? list.stream().map(ConfigFile::scalar).collect(Collectors.joining(","))
              : scalar(value));
    } catch (ConfigException.NotResolved e) {
      LOG.trace("{} is not known; told when it was substituted", path, e);
      return Optional.empty();
    } catch (ConfigException e) {
      problem(path, "expected a value or a list of values");
      return Optional.empty();
    }
  }

  private static String scalar(ConfigValue value) {
    return value.atKey("it").getString("it");
  }

  // ------------------------------------------------------------------ places and messages

  private Given given(List<String> path, String text) {
    return new Given(text, nameOf(path), where(path));
  }

  private static String nameOf(List<String> path) {
    return path.size() > 2 && path.get(0).equals(CACHES)
        ? CACHES + ".\"" + path.get(1) + "\"." + String.join(".", path.subList(2, path.size()))
        : String.join(".", path);
  }

  /** The line in the file, also of what was substituted from elsewhere. */
  private String where(List<String> path) {
    int line = -1;
    ConfigValue at = written;
    try {
      for (String key : path) {
        at = at instanceof ConfigObject section ? section.get(key) : null;
        if (at == null) {
          break;
        }
        line = Math.max(at.origin().lineNumber(), line);
      }
    } catch (ConfigException.NotResolved e) {
      return lineText(line); // of the section around it
    }
    return lineText(line);
  }

  private String lineText(int line) {
    return line > 0 ? name + ", line " + line : name;
  }

  private void problem(List<String> path, String what) {
    problems.add(nameOf(path) + " in " + where(path) + ": " + what);
  }

  private void unknown(List<String> path, String key, List<String> allowed, String hint) {
    String nearest =
        hint.isEmpty()
            ? NearestName.of(key, allowed).map(near -> ", did you mean " + near + "?").orElse(".")
            : ".";
    problem(path, "unknown name" + nearest + " Allowed here: " + shown(allowed) + hint);
  }

  /** The password is known, so as to be refused with advice. */
  private static String shown(List<String> allowed) {
    return allowed.stream()
        .filter(key -> !(STORE + "." + key).equals(StoreOptions.ENCRYPTION_PASSWORD))
        .collect(Collectors.joining(", "));
  }
}
