package io.github.thermae.config;

import io.github.thermae.EffectiveSetting;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a manager, and where each of them comes from. Immutable; made by {@link
 * SettingsReader}.
 */
public final class Settings {
  /** The origin of what nobody has set. */
  public static final String DEFAULT = "default";

  private static final String CODE = "the code";
  private static final String HIDDEN = "(hidden)";

  private static final List<String> BYTE_UNITS = List.of("bytes", "KB", "MB", "GB");

  private final StoreOptions options;
  private final List<SettingsSource> sources;
  private final SettingsSource file;
  private final @Nullable String fileName;

  /**
   * Settings that were read.
   *
   * @param sources those that win first
   * @param file the one of them that declares caches
   */
  Settings(
      StoreOptions options,
      List<SettingsSource> sources,
      SettingsSource file,
      @Nullable String fileName) {
    this.options = options;
    this.sources = List.copyOf(sources);
    this.file = file;
    this.fileName = fileName;
  }

  /** Options that come from the code alone. */
  public static Settings of(StoreOptions options) {
    return new Settings(options, List.of(), new SettingsSource(), null);
  }

  /** The options, whoever said so. */
  public StoreOptions options() {
    return options;
  }

  /** The configuration file: its path, or its URL if it lies in a jar. Empty if there is none. */
  public Optional<String> file() {
    return Optional.ofNullable(fileName);
  }

  // ------------------------------------------------------------------ caches

  /**
   * What holds for a cache where its configuration says nothing.
   *
   * @throws io.github.thermae.ThermaeException if two templates fit it equally well; the message
   *     names both and where they stand
   */
  public CacheOptions cache(String name) {
    Optional<String> template = template(name);
    return options
        .caches()
        .getOrDefault(name, CacheOptions.NONE)
        .orElse(template.map(options.caches()::get).orElse(CacheOptions.NONE))
        .orElse(options.defaults());
  }

  private Optional<String> template(String cacheName) {
    return NamePattern.mostSpecific(cacheName, options.caches().keySet(), this::placeOf);
  }

  private String placeOf(String name) {
    return sources.stream()
        .map(source -> Optional.ofNullable(source.originOf(name)))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(CODE);
  }

  /**
   * Where the configuration file names a cache, itself or by a template: such a cache is made when
   * it is asked for. Other sources only change settings.
   */
  public Optional<String> declarationOf(String cacheName) {
    Optional<String> own = Optional.ofNullable(file.originOf(cacheName));
    return own.isPresent()
        ? own
        : NamePattern.mostSpecific(cacheName, file.cacheNames(), this::placeOf).map(file::originOf);
  }

  /** The caches that the configuration file names, without its templates. */
  public Set<String> declaredNames() {
    Set<String> names = new LinkedHashSet<>(file.cacheNames());
    names.removeIf(NamePattern::isTemplate);
    return names;
  }

  // ------------------------------------------------------------------ origins

  /** All settings of the store and all defaults, as they hold. */
  public List<EffectiveSetting> effective() {
    List<EffectiveSetting> all = new ArrayList<>();
    for (StoreSetting setting : StoreSetting.ALL) {
      all.add(effective(setting));
    }
    for (CacheSetting setting : CacheSetting.ALL) {
      String name = CacheSetting.DEFAULTS + setting.key();
      Optional<String> set = setting.textOf(options.defaults());
      all.add(
          set.isPresent()
              ? new EffectiveSetting(name, set.get(), originOfDefault(setting).orElse(CODE))
              : new EffectiveSetting(name, setting.defaultText(options.defaults()), DEFAULT));
    }
    return all;
  }

  private EffectiveSetting effective(StoreSetting setting) {
    String name = setting.key();
    if (setting.isPassword()) {
      return effectivePassword(setting);
    }
    return setting.textOf(options).isPresent()
        ? new EffectiveSetting(name, setting.effectiveTextOf(options), originOf(setting))
        : new EffectiveSetting(name, setting.effectiveTextOf(options), DEFAULT);
  }

  /** The name of a file or of a variable may be shown; a password may not. */
  private EffectiveSetting effectivePassword(StoreSetting setting) {
    Optional<String> place = setting.textOf(options);
    if (place.isPresent()) {
      return new EffectiveSetting(setting.key(), place.get(), originOf(setting));
    }
    boolean hidden =
        setting == StoreSetting.ENCRYPTION_PASSWORD
            && options.encryption().map(e -> e.source().text() == null).orElse(false);
    return hidden
        ? new EffectiveSetting(setting.key(), HIDDEN, originOf(setting))
        : new EffectiveSetting(setting.key(), CacheSetting.NOTHING, DEFAULT);
  }

  private String originOf(StoreSetting setting) {
    return firstOf(source -> source.given(setting)).map(Given::origin).orElse(CODE);
  }

  private Optional<String> originOfDefault(CacheSetting setting) {
    return firstOf(source -> source.givenDefault(setting)).map(Given::origin);
  }

  /**
   * The settings of a cache, as they hold.
   *
   * @param byCode what its configuration says
   * @param running what it runs with, expiry aside
   * @param expiryByCode whether its configuration brings an expiry policy
   * @param isDeclared whether the configuration file alone names it
   */
  public List<EffectiveSetting> effective(
      String cacheName,
      CacheOptions byCode,
      CacheOptions running,
      boolean expiryByCode,
      boolean isDeclared) {
    List<EffectiveSetting> all = new ArrayList<>();
    for (CacheSetting setting : CacheSetting.ALL) {
      String name = CacheSetting.CACHES + cacheName + "." + setting.key();
      if (setting.isExpiry() && expiryByCode) {
        all.add(new EffectiveSetting(name, "(an expiry policy)", CODE));
      } else {
        Optional<String> set = setting.textOf(cache(cacheName));
        Optional<String> runs = setting.isExpiry() ? set : setting.textOf(running);
        String standard = setting.defaultTextOfCode(running);
        String value = runs.orElse(standard);
        boolean isSet = set.isPresent() && (setting.isClass() || set.get().equals(value));
        String otherwise = isDeclared || value.equals(standard) ? DEFAULT : CODE;
        String origin = isSet ? originOf(cacheName, setting) : otherwise;
        all.add(
            new EffectiveSetting(name, value, setting.textOf(byCode).isPresent() ? CODE : origin));
      }
    }
    return all;
  }

  private String originOf(String cacheName, CacheSetting setting) {
    return firstOf(source -> source.givenFor(cacheName, setting))
        .map(Given::origin)
        .or(() -> template(cacheName).flatMap(template -> ofTemplate(template, setting)))
        .or(() -> originOfDefault(setting).map(origin -> origin + " (defaults)"))
        .orElse(CODE);
  }

  private Optional<String> ofTemplate(String template, CacheSetting setting) {
    return firstOf(source -> source.givenFor(template, setting))
        .map(given -> given.origin() + " (template \"" + template + "\")");
  }

  /** What a source gives. */
  private interface Lookup {
    @Nullable Given in(SettingsSource source);
  }

  private Optional<Given> firstOf(Lookup lookup) {
    return sources.stream()
        .map(source -> Optional.ofNullable(lookup.in(source)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  // ------------------------------------------------------------------ one line

  /** Where entries are kept, within which bounds, and who said so, in one line for the log. */
  public String summary() {
    return options.path().map(path -> "file " + path.toAbsolutePath()).orElse("no file")
        + ", "
        + Values.textOf(options.persistMode())
        + "; hot: "
        + hotBound()
        + " per cache, warm: "
        + bytes(options.warmMaxBytes())
        + options.path().map(path -> ", cold: " + coldBound()).orElse("")
        + "; settings from "
        + origins();
  }

  private String hotBound() {
    CacheOptions defaults = options.defaults();
    return defaults.hotMaxBytes().isPresent()
        ? bytes(defaults.hotMaxBytes().getAsLong())
        : String.format(
            Locale.ROOT,
            "%,d entries",
            defaults.hotMaxEntries().orElse(CacheOptions.DEFAULT_HOT_MAX_ENTRIES));
  }

  private String coldBound() {
    return options.coldMaxBytes().isPresent()
        ? bytes(options.coldMaxBytes().getAsLong())
        : "what the disk holds";
  }

  /** In the largest unit that makes it at least one, as settings have it: {@code 64 MB}. */
  private static String bytes(long bytes) {
    double number = bytes;
    int unit = 0;
    while (number >= 1024 && unit < BYTE_UNITS.size() - 1) {
      number /= 1024;
      unit++;
    }
    boolean isWhole = number == Math.rint(number);
    return String.format(
        Locale.ROOT, isWhole ? "%,.0f %s" : "%,.1f %s", number, BYTE_UNITS.get(unit));
  }

  private String origins() {
    Set<String> origins = new LinkedHashSet<>();
    for (SettingsSource source : sources) {
      if (source != file) {
        source.origins().forEach(origin -> origins.add(withoutLine(origin)));
      }
    }
    file().ifPresent(origins::add);
    return origins.isEmpty() ? "no source: all by default" : String.join(", ", origins);
  }

  /** Of {@code class path resource [application.yml] - 3:11} the file. */
  private static String withoutLine(String origin) {
    return origin.replaceFirst(" - [0-9]+:[0-9]+$", "");
  }
}
