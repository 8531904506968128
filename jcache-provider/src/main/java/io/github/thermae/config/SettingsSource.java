package io.github.thermae.config;

import io.github.thermae.ThermaeException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one source of settings says: the code's properties, the system's, the environment, or the
 * file. Filled by one thread, then only read.
 */
final class SettingsSource {
  /** The settings of a cache, or of all caches. */
  private static final class Place {
    private final String origin;
    private final Map<CacheSetting, Given> settings = new EnumMap<>(CacheSetting.class);

    Place(String origin) {
      this.origin = origin;
    }
  }

  private final Map<StoreSetting, Given> store = new EnumMap<>(StoreSetting.class);
  private final Place defaults = new Place("");
  private final Map<String, Place> caches = new TreeMap<>();

  // ------------------------------------------------------------------ filling

  void put(StoreSetting setting, Given value) {
    store.put(setting, value);
  }

  void putDefault(CacheSetting setting, Given value) {
    defaults.settings.put(setting, value);
  }

  void putCache(String name, CacheSetting setting, Given value) {
    placeOf(name, value.origin()).settings.put(setting, value);
  }

  /** An entry for a cache or a template that may say nothing more. */
  void declare(String name, String origin) {
    Place unused = placeOf(name, origin);
  }

  private Place placeOf(String name, String origin) {
    return caches.computeIfAbsent(name, n -> new Place(origin));
  }

  /**
   * A setting by its full name, without the prefix. The name of a cache may hold dots, so it is
   * what stands between the place and the longest name of a setting that fits.
   *
   * @return whether there is a setting of this name
   */
  boolean put(String name, Given value) {
    Optional<StoreSetting> setting = StoreSetting.of(name);
    setting.ifPresent(s -> put(s, value));
    return setting.isPresent() || putForCaches(name, value);
  }

  private boolean putForCaches(String name, Given value) {
    if (name.startsWith(CacheSetting.DEFAULTS)) {
      Optional<CacheSetting> setting =
          CacheSetting.of(name.substring(CacheSetting.DEFAULTS.length()));
      setting.ifPresent(s -> putDefault(s, value));
      return setting.isPresent();
    }
    if (!name.startsWith(CacheSetting.CACHES)) {
      return false;
    }
    String rest = name.substring(CacheSetting.CACHES.length());
    Optional<CacheSetting> setting =
        CacheSetting.ALL.stream()
            .filter(s -> rest.endsWith("." + s.key()))
            .max(Comparator.comparingInt(s -> s.key().length()));
    setting.ifPresent(
        s -> putCache(rest.substring(0, rest.length() - s.key().length() - 1), s, value));
    return setting.isPresent();
  }

  // ------------------------------------------------------------------ reading

  /**
   * Reads into the options what no source before this one has said. A password is one setting,
   * whichever of its names is used.
   *
   * @param higher the sources that win over this one
   * @param passwordGiven whether the code has given one that is no text, which wins over all but
   *     the first source
   */
  void applyStore(
      StoreOptions.Builder builder,
      List<SettingsSource> higher,
      boolean passwordGiven,
      Problems problems) {
    boolean hasPassword =
        (passwordGiven && !higher.isEmpty())
            || higher.stream().anyMatch(SettingsSource::hasPassword);
    store.forEach(
        (setting, value) -> {
          boolean said =
              setting.isPassword()
                  ? hasPassword
                  : higher.stream().anyMatch(source -> source.store.containsKey(setting));
          if (!said) {
            problems.collect(value, () -> setting.apply(builder, value.text()));
          }
        });
  }

  private boolean hasPassword() {
    return store.keySet().stream().anyMatch(StoreSetting::isPassword);
  }

  Set<String> cacheNames() {
    return caches.keySet();
  }

  /** Where an entry for a cache or a template stands. */
  @Nullable String originOf(String cacheName) {
    Place place = caches.get(cacheName);
    return place == null ? null : place.origin;
  }

  CacheOptions defaults(Problems problems) {
    return read(defaults, problems);
  }

  CacheOptions cache(String name, Problems problems) {
    Place place = caches.get(name);
    return place == null ? CacheOptions.NONE : read(place, problems);
  }

  private static CacheOptions read(Place place, Problems problems) {
    CacheOptions options = CacheOptions.NONE;
    for (Map.Entry<CacheSetting, Given> setting : place.settings.entrySet()) {
      Given value = setting.getValue();
      try {
        options = setting.getKey().apply(options, value.text());
      } catch (ThermaeException e) {
        problems.add(value.problem(e.getMessage()));
      }
    }
    return options;
  }

  @Nullable Given given(StoreSetting setting) {
    return store.get(setting);
  }

  @Nullable Given givenDefault(CacheSetting setting) {
    return defaults.settings.get(setting);
  }

  @Nullable Given givenFor(String cacheName, CacheSetting setting) {
    Place place = caches.get(cacheName);
    return place == null ? null : place.settings.get(setting);
  }

  /** Where all of this comes from. */
  Set<String> origins() {
    Set<String> origins = new TreeSet<>();
    store.values().forEach(given -> origins.add(given.origin()));
    defaults.settings.values().forEach(given -> origins.add(given.origin()));
    caches.values().forEach(place -> origins.add(place.origin));
    return origins;
  }
}
