package io.github.thermae.hibernate.internal.config;

import io.github.thermae.config.CacheOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.hibernate.internal.restore.RestoreOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * What holds for one region.
 *
 * @param type what it holds
 * @param options bounds, lives and the form in the file, as far as they are set
 * @param restore what becomes of its items at the next start
 */
public record RegionSettings(RegionType type, CacheOptions options, RestoreOptions restore) {
  /** Gives them to the configuration of the region's cache. */
  public <K, V> void applyTo(ThermaeConfiguration.Builder<K, V> configuration) {
    if (options.hotMaxBytes().isPresent()) {
      configuration.hotMaxBytes(options.hotMaxBytes().getAsLong());
    } else {
      configuration.hotMaxEntries(options.hotMaxEntries().orElse(type.defaultHotMaxEntries()));
    }
    options.coldMaxEntries().ifPresent(configuration::coldMaxEntries);
    options.compression().ifPresent(configuration::compression);
    options.compressionMinBytes().ifPresent(configuration::compressionMinBytes);
    // Said in any case: what the manager has for other caches is not meant for regions.
    configuration.eternal();
    options.ttl().ifPresent(configuration::ttl);
    options.expireAfterAccess().ifPresent(configuration::expireAfterAccess);
  }

  /** The bounds in a few words, for the log. */
  public String describeBounds() {
    String hot =
        options.hotMaxBytes().isPresent()
            ? options.hotMaxBytes().getAsLong() + " bytes hot"
            : options.hotMaxEntries().orElse(type.defaultHotMaxEntries()) + " hot";
    return options.coldMaxEntries().isPresent()
        ? hot + ", " + options.coldMaxEntries().getAsLong() + " cold"
        : hot;
  }

  /** The life of items in a few words, for the log. */
  public String describeLife() {
    Optional<String> ttl = options.ttl().map(life -> "ttl " + text(life));
    Optional<String> idle = options.expireAfterAccess().map(life -> "unused " + text(life));
    return ttl.or(() -> idle).orElse("eternal");
  }

  private static String text(Duration life) {
    return life.equals(CacheOptions.ETERNAL) ? "eternal" : life.toString();
  }
}
