package io.github.thermae.spring.internal.settings;

import io.github.thermae.ThermaeManager;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.springframework.core.env.Environment;

/** Opens the store of an application. */
public final class StoreOpening {
  private static final URI STORE = URI.create("thermae:spring");

  /** What Spring's cache abstraction puts into caches beside the application's own objects. */
  private static final List<String> SPRINGS_CLASSES =
      List.of(
          "org.springframework.cache.interceptor.SimpleKey",
          "org.springframework.cache.support.NullValue");

  private StoreOpening() {}

  /**
   * A manager of its own, which nobody gets by asking a provider for its URI. Whoever opens it
   * closes it.
   *
   * @param packages whose classes, and those below, may be read from the file
   */
  public static ThermaeManager open(
      Environment environment, ClassLoader classes, Collection<String> packages) {
    Properties properties = EnvironmentSettings.of(environment).toProperties();
    if (!properties.containsKey(StoreOptions.PREFIX + StoreOptions.PATH)
        && !"memory"
            .equals(properties.getProperty(StoreOptions.PREFIX + StoreOptions.PERSIST_MODE))) {
      properties.setProperty(StoreOptions.PREFIX + StoreOptions.PATH, DefaultFile.of(environment));
    }
    String allowed = StoreOptions.PREFIX + StoreOptions.ALLOWED_CLASSES;
    properties.setProperty(
        allowed,
        String.join(
            ",",
            Stream.of(
                    Stream.of(properties.getProperty(allowed, "")),
                    packages.stream().filter(p -> !p.isEmpty()).map(p -> p + ".**"),
                    SPRINGS_CLASSES.stream())
                .flatMap(x -> x)
                .toList()));
    return new ThermaeCachingProvider()
        .getCacheManager(STORE, classes, properties)
        .unwrap(ThermaeManager.class);
  }
}
