package io.github.thermae.internal.jcache;

import io.github.thermae.EffectiveSetting;
import io.github.thermae.config.CacheOptions;
import io.github.thermae.config.Jsr107Options;
import io.github.thermae.config.Settings;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.config.WriteBehindOptions;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import javax.cache.CacheException;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/**
 * How a cache is to be: what the code says, and the settings for what it leaves open. What JSR-107
 * gives every configuration (by value, no statistics, {@code Object} as type) cannot be told from
 * what the code says, so there it counts as left open.
 *
 * @param configuration the whole
 * @param byCode the part that the code says
 * @param expiryByCode whether the code brings an expiry policy
 * @param isDeclared whether the configuration file names the cache, and no code made it
 */
record CacheBlueprint<K, V>(
    String name,
    ThermaeConfiguration<K, V> configuration,
    CacheOptions byCode,
    boolean expiryByCode,
    boolean isDeclared) {

  /** For a configuration that the code gives. */
  static <K, V> CacheBlueprint<K, V> ofCode(
      String name,
      Configuration<K, V> configuration,
      Settings settings,
      @Nullable ClassLoader loader) {
    ThermaeConfiguration<K, V> given =
        HibernateRegions.adapted(name, CacheParts.complete(configuration), settings.options());
    ThermaeConfiguration<K, V> merged =
        new Merge<>(name, given, settings.cache(name), loader).merged();
    requireWriter(name, given.writeBehind(), merged, settings);
    return new CacheBlueprint<>(
        name, merged, given.options().withJsr107(said(given)), given.isExpirySet(), false);
  }

  /**
   * For a cache that only the configuration file names. It counts its statistics unless a setting
   * says otherwise.
   *
   * @param keyType the type where no setting names one
   */
  static <K, V> CacheBlueprint<K, V> ofSettings(
      String name,
      Class<K> keyType,
      Class<V> valueType,
      Settings settings,
      @Nullable ClassLoader loader) {
    CacheOptions options = settings.cache(name);
    Jsr107Options jsr107 = options.jsr107();
    CacheOptions counting =
        options.withJsr107(jsr107.withStatistics(jsr107.statistics().orElse(true)));
    ThermaeConfiguration<Object, Object> nothing =
        HibernateRegions.adapted(
            name, CacheParts.complete(new MutableConfiguration<>()), settings.options());
    Merge<Object, Object> merge = new Merge<>(name, nothing, counting, loader);
    merge.typesElse(keyType, valueType);
    @SuppressWarnings("unchecked") // the types are those asked for, or are compared with them
    ThermaeConfiguration<K, V> configuration = (ThermaeConfiguration<K, V>) merge.merged();
    requireWriter(name, WriteBehindOptions.NONE, configuration, settings);
    return new CacheBlueprint<>(name, configuration, CacheOptions.NONE, false, true);
  }

  /** What is said of many caches at once does not concern those without a writer. */
  private static void requireWriter(
      String name,
      WriteBehindOptions byCode,
      ThermaeConfiguration<?, ?> merged,
      Settings settings) {
    CacheOptions own = settings.options().caches().getOrDefault(name, CacheOptions.NONE);
    boolean isWanted = byCode.orElse(own.writeBehind()).isEnabled();
    if (isWanted && !(merged.isWriteThrough() && merged.getCacheWriterFactory() != null)) {
      throw new CacheException(
          "Cache '"
              + name
              + "' is to have its writer behind it, but has none: give a writer to the"
              + " configuration, by ThermaeConfiguration.writeBehind(factory, options), by"
              + " setCacheWriterFactory and setWriteThrough(true), or by the setting writer, or"
              + " leave write-behind.enabled out");
    }
  }

  private static Jsr107Options said(ThermaeConfiguration<?, ?> given) {
    Jsr107Options all = all(given);
    return new Jsr107Options(
        all.keyType().filter(type -> !type.equals(Object.class.getName())),
        all.valueType().filter(type -> !type.equals(Object.class.getName())),
        all.storeByValue().filter(byValue -> !byValue),
        all.statistics().filter(enabled -> enabled),
        all.management().filter(enabled -> enabled),
        all.loader(),
        all.writer());
  }

  private static Jsr107Options all(ThermaeConfiguration<?, ?> configuration) {
    return new Jsr107Options(
        Optional.of(configuration.getKeyType().getName()),
        Optional.of(configuration.getValueType().getName()),
        Optional.of(configuration.isStoreByValue()),
        Optional.of(configuration.isStatisticsEnabled()),
        Optional.of(configuration.isManagementEnabled()),
        Optional.ofNullable(configuration.getCacheLoaderFactory()).map(ClassNames::shown),
        Optional.ofNullable(configuration.getCacheWriterFactory()).map(ClassNames::shown));
  }

  /**
   * The settings of the running cache and their origins.
   *
   * @param running its configuration now: counting may have been switched since
   */
  List<EffectiveSetting> effective(ThermaeConfiguration<?, ?> running, Settings settings) {
    return settings.effective(
        name, byCode, running.options().withJsr107(all(running)), expiryByCode, isDeclared);
  }

  /** What came of the code's configuration and the file's, for the log. */
  String merged(String place, Settings settings) {
    StringJoiner parts = new StringJoiner("; ");
    for (EffectiveSetting setting : effective(configuration, settings)) {
      if (!setting.origin().equals(Settings.DEFAULT)) {
        parts.add(
            setting.name().substring("caches.".length() + name.length() + 1)
                + " = "
                + setting.value()
                + " by "
                + setting.origin());
      }
    }
    return "Cache '" + name + "' is made by the code and stands in " + place + ": " + parts;
  }

  /** Fills what a configuration leaves open. */
  private static final class Merge<K, V> {
    private final String name;
    private final ThermaeConfiguration<K, V> given;
    private final CacheOptions options;
    private final @Nullable ClassLoader loader;
    private final ThermaeConfiguration.Builder<K, V> merged;
    private Class<?> keyTypeElse = Object.class;
    private Class<?> valueTypeElse = Object.class;

    Merge(
        String name,
        ThermaeConfiguration<K, V> given,
        CacheOptions options,
        @Nullable ClassLoader loader) {
      this.name = name;
      this.given = given;
      this.options = options;
      this.loader = loader;
      this.merged = ThermaeConfiguration.builder(given);
    }

    void typesElse(Class<?> keyType, Class<?> valueType) {
      keyTypeElse = keyType;
      valueTypeElse = valueType;
    }

    ThermaeConfiguration<K, V> merged() {
      if (given.hotMaxEntries().isEmpty() && given.hotMaxBytes().isEmpty()) {
        boundHotTier();
      }
      if (given.coldMaxEntries().isEmpty()) {
        options.coldMaxEntries().ifPresent(merged::coldMaxEntries);
      }
      if (given.codec().isEmpty()) {
        options.codec().ifPresent(merged::codec);
      }
      if (given.compression().isEmpty()) {
        options.compression().ifPresent(merged::compression);
      }
      if (given.compressionMinBytes().isEmpty()) {
        options.compressionMinBytes().ifPresent(merged::compressionMinBytes);
      }
      if (!given.isExpirySet()) {
        options.ttl().ifPresent(merged::ttl);
        options.expireAfterAccess().ifPresent(merged::expireAfterAccess);
      }
      merged.writeBehind(given.writeBehind().orElse(options.writeBehind()));
      fillJsr107(options.jsr107());
      return merged.build();
    }

    private void boundHotTier() {
      if (options.hotMaxBytes().isPresent()) {
        merged.hotMaxBytes(options.hotMaxBytes().getAsLong());
      } else {
        merged.hotMaxEntries(
            options.hotMaxEntries().orElseGet(() -> HibernateRegions.defaultMaxEntries(name)));
      }
    }

    @SuppressWarnings("unchecked") // where the code says Object, the caller vouches for the types
    private void fillJsr107(Jsr107Options jsr107) {
      merged.types(
          (Class<K>) type(given.getKeyType(), jsr107.keyType(), "key-type", keyTypeElse),
          (Class<V>) type(given.getValueType(), jsr107.valueType(), "value-type", valueTypeElse));
      if (given.isStoreByValue()) {
        jsr107.storeByValue().ifPresent(merged::storeByValue);
      }
      if (!given.isStatisticsEnabled()) {
        jsr107.statistics().ifPresent(merged::statistics);
      }
      if (!given.isManagementEnabled()) {
        jsr107.management().ifPresent(merged::management);
      }
      if (given.getCacheLoaderFactory() == null) {
        jsr107.loader().ifPresent(className -> merged.readThrough(loader(className)));
      }
      if (given.getCacheWriterFactory() == null) {
        jsr107.writer().ifPresent(className -> merged.writeThrough(writer(className)));
      }
    }

    private Class<?> type(
        Class<?> byCode, Optional<String> bySettings, String setting, Class<?> otherwise) {
      return byCode != Object.class
          ? byCode
          : bySettings
              .<Class<?>>map(className -> ClassNames.load(className, setting(setting), loader))
              .orElse(otherwise);
    }

    private Factory<CacheLoader<K, V>> loader(String className) {
      return ClassNames.factory(className, setting("loader"), CacheLoader.class, loader);
    }

    private Factory<CacheWriter<? super K, ? super V>> writer(String className) {
      return ClassNames.factory(className, setting("writer"), CacheWriter.class, loader);
    }

    private String setting(String key) {
      return "caches." + name + "." + key;
    }
  }
}
