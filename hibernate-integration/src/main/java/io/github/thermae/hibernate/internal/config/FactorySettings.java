package io.github.thermae.hibernate.internal.config;

import io.github.thermae.ThermaeException;
import io.github.thermae.config.CacheOptions;
import io.github.thermae.config.NearestName;
import io.github.thermae.config.SettingsReader;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.hibernate.ThermaeSettings;
import io.github.thermae.hibernate.internal.restore.RestoreMode;
import io.github.thermae.hibernate.internal.restore.RestoreOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All settings of a session factory that are ours, checked. Immutable. */
public final class FactorySettings {
  private static final Duration DEFAULT_LOCK_TIMEOUT = Duration.ofSeconds(60);

  /** What stands for all regions. */
  private static final String GLOBAL = "";

  private final Map<String, Object> store;
  private final Map<String, Map<RegionOption, String>> scopes;
  private final Duration lockTimeout;

  private FactorySettings(
      Map<String, Object> store,
      Map<String, Map<RegionOption, String>> scopes,
      Duration lockTimeout) {
    this.store = store;
    this.scopes = scopes;
    this.lockTimeout = lockTimeout;
  }

  /**
   * Reads what starts with our prefix and leaves everything else alone.
   *
   * @throws ThermaeException with all that is wrong: unknown options with the nearest match, values
   *     with what was expected
   */
  public static FactorySettings of(Map<String, Object> settings) {
    Reader reader = new Reader();
    new TreeMap<>(settings).forEach(reader::read);
    return reader.result();
  }

  private static final class Reader {
    private final Map<String, Object> store = new TreeMap<>();
    private final Map<String, Map<RegionOption, String>> scopes = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private Duration lockTimeout = DEFAULT_LOCK_TIMEOUT;

    void read(String name, Object value) {
      if (name.startsWith(ThermaeSettings.PREFIX)) {
        try {
          take(name.substring(ThermaeSettings.PREFIX.length()), value);
        } catch (ThermaeException e) {
          problems.add(name + ": " + e.getMessage());
        }
      }
    }

    private void take(String name, Object value) {
      if (name.startsWith("store.")) {
        store.put(name, value);
      } else if (name.equals(ThermaeSettings.LOCK_TIMEOUT)) {
        lockTimeout = lockTimeout(textOf(value));
      } else {
        takeOption(name, textOf(value));
      }
    }

    private void requireReadable(RegionOption option, String text) {
      CacheOptions unusedBounds = parse(Map.of(option, text));
      RestoreOptions unusedRestore = restore(Map.of(option, text));
    }

    private void takeOption(String name, String text) {
      RegionOption option =
          RegionOption.ofEnding(name).orElseThrow(() -> new ThermaeException(unknown(name)));
      String scope =
          name.equals(option.key())
              ? GLOBAL
              : name.substring(0, name.length() - option.key().length() - 1);
      // Read here too, so that what is wrong is told with the name that it was given under.
      requireReadable(option, text);
      scopes.computeIfAbsent(scope, s -> new TreeMap<>()).put(option, text);
    }

    private static String unknown(String name) {
      List<String> known = new ArrayList<>(RegionOption.keys());
      known.add(ThermaeSettings.LOCK_TIMEOUT);
      int end = name.length();
      // An option has one or two parts, and a region's name any number.
      int last = name.lastIndexOf('.');
      int secondLast = last < 0 ? -1 : name.lastIndexOf('.', last - 1);
      for (int start : new int[] {secondLast + 1, last + 1}) {
        Optional<String> nearest = NearestName.of(name.substring(start, end), known);
        if (nearest.isPresent()) {
          return "there is no such option: did you mean "
              + ThermaeSettings.PREFIX
              + name.substring(0, start)
              + nearest.get()
              + "?";
        }
      }
      return "there is no such option; known are "
          + String.join(", ", known)
          + " and those of the store";
    }

    FactorySettings result() {
      if (!problems.isEmpty()) {
        throw new ThermaeException(
            problems.size() == 1
                ? problems.get(0)
                : problems.size()
                    + " problems with the settings:\n  "
                    + String.join("\n  ", problems));
      }
      return new FactorySettings(store, scopes, lockTimeout);
    }
  }

  private static String textOf(Object value) {
    return value instanceof Enum<?> constant
        ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
        : value.toString();
  }

  private static Duration lockTimeout(String text) {
    Duration timeout = life(text);
    // Hibernate wants it as a number of steps that fits beside a timestamp.
    if (timeout.compareTo(Duration.ofDays(1)) > 0 || timeout.toMillis() < 100) {
      throw new ThermaeException("expected from 100ms to 1d, but found '" + text + "'");
    }
    return timeout;
  }

  private static Duration life(String text) {
    return parse(Map.of(RegionOption.TTL, text)).ttl().orElseThrow();
  }

  private static RestoreOptions restore(Map<RegionOption, String> options) {
    Map<String, String> texts = new TreeMap<>();
    options.forEach((option, text) -> texts.put(option.key(), text));
    return RestoreOptions.of(texts, FactorySettings::life);
  }

  /** By the provider's own reader: the names and what they may be are the same. */
  private static CacheOptions parse(Map<RegionOption, String> options) {
    Properties defaults = new Properties();
    options.forEach(
        (option, text) -> {
          if (!option.isOfRestore()) {
            defaults.setProperty(StoreOptions.PREFIX + "defaults." + option.key(), text);
          }
        });
    try {
      return SettingsReader.read(defaults, new Properties(), "hibernate").defaults();
    } catch (ThermaeException e) {
      throw new ThermaeException(withoutPlace(String.valueOf(e.getMessage())), e);
    }
  }

  /** The reader says where the setting stood, which is not where the user has set it. */
  private static String withoutPlace(String message) {
    int place = message.indexOf(": ");
    return message.startsWith(StoreOptions.PREFIX) && place > 0
        ? message.substring(place + 2)
        : message;
  }

  // ------------------------------------------------------------------ what holds

  /** The properties of the manager; values that are no text stay objects. */
  public Properties storeProperties() {
    Properties properties = new Properties();
    store.forEach(
        (name, value) ->
            properties.put(
                StoreOptions.PREFIX + name,
                name.equals(StoreOptions.ENCRYPTION) ? value : textOf(value)));
    return properties;
  }

  /** What of it holds without a file. */
  public Properties memoryProperties() {
    Properties properties = storeProperties();
    String kept = StoreOptions.PREFIX + StoreOptions.WARM_MAX_BYTES;
    properties.keySet().removeIf(name -> !name.equals(kept));
    return properties;
  }

  /** Whether there is a file, as far as these settings say. */
  public boolean hasPath() {
    return store.containsKey(StoreOptions.PATH);
  }

  /** Whether what a write promises was left open. */
  public boolean isPersistModeOpen() {
    return !store.containsKey(StoreOptions.PERSIST_MODE);
  }

  /** Whether every commit of the store is forced to disk. */
  public boolean isSynchronousFull() {
    return "full".equalsIgnoreCase(String.valueOf(store.get(StoreOptions.SYNCHRONOUS)));
  }

  /** Whether any region may be one to be restored. */
  public boolean isRestoreAsked() {
    return scopes.values().stream()
        .map(FactorySettings::restore)
        .anyMatch(restore -> restore.mode() != RestoreMode.DISCARD);
  }

  /** How long a lock lives whose session is gone. */
  public Duration lockTimeout() {
    return lockTimeout;
  }

  /**
   * What holds for a region.
   *
   * @param qualified its name with the prefix of the factory
   * @param name its name as the mapping has it
   * @throws ThermaeException if options do not fit each other
   */
  public RegionSettings region(String qualified, String name, RegionType type) {
    Map<RegionOption, String> found = new TreeMap<>();
    for (String scope : scopesOf(qualified, name, type)) {
      Set<RegionOption> nearer = Set.copyOf(found.keySet());
      scopes
          .getOrDefault(scope, Map.of())
          .forEach(
              (option, text) -> {
                if (isMeant(option, scope, type) && !nearer.contains(rivalOf(option))) {
                  found.putIfAbsent(option, text);
                }
              });
    }
    return new RegionSettings(type, parse(found), restore(found));
  }

  /** What is set for all regions is not meant for those that it does not fit. */
  private static boolean isMeant(RegionOption option, String scope, RegionType type) {
    if (option.fits(type)) {
      return true;
    }
    if (scope.equals(GLOBAL)) {
      return false;
    }
    throw new ThermaeException(
        ThermaeSettings.PREFIX
            + scope
            + '.'
            + option.key()
            + " cannot be set: query results are kept in the hot tier, bounded in entries");
  }

  /** Bounds and lives exclude each other, so one that is nearer hides both. */
  private static RegionOption rivalOf(RegionOption option) {
    return switch (option) {
      case HOT_MAX_ENTRIES -> RegionOption.HOT_MAX_BYTES;
      case HOT_MAX_BYTES -> RegionOption.HOT_MAX_ENTRIES;
      case TTL -> RegionOption.EXPIRE_AFTER_ACCESS;
      case EXPIRE_AFTER_ACCESS -> RegionOption.TTL;
      default -> option;
    };
  }

  private static List<String> scopesOf(String qualified, String name, RegionType type) {
    List<String> all = new ArrayList<>(List.of(qualified, name));
    all.addAll(type.scopes());
    all.add(GLOBAL);
    return all;
  }

  /**
   * The names of regions for which something is set and which are not among those that there are.
   */
  public Set<String> unknownRegions(Collection<String> known) {
    Set<String> unknown = new TreeSet<>(scopes.keySet());
    unknown.removeAll(known);
    unknown.removeIf(scope -> scope.equals(GLOBAL) || RegionType.isName(scope));
    return unknown;
  }

  /**
   * Refuses options of a region that has none.
   *
   * @throws ThermaeException if there are any
   */
  public void requireNothingSet(String qualified, String name, String why) {
    for (String scope : new String[] {qualified, name}) {
      Map<RegionOption, String> set = scopes.get(scope);
      if (set != null) {
        throw new ThermaeException(
            ThermaeSettings.PREFIX
                + scope
                + '.'
                + set.keySet().iterator().next().key()
                + " cannot be set: "
                + why);
      }
    }
  }
}
