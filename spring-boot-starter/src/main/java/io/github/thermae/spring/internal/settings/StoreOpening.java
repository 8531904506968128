package io.github.thermae.spring.internal.settings;

import io.github.thermae.ThermaeManager;
import io.github.thermae.config.FrameworkSettings;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.util.Collection;
import org.springframework.core.env.Environment;

/** Opens the store of an application. */
public final class StoreOpening {
  /**
   * The bound of the hot tier, per cache, where nothing is set: nobody knows how large values are.
   */
  static final String HOT_MAX_ENTRIES = "10000";

  /**
   * The bound of the file where nothing is set: caches that nobody has declared may grow for ever.
   */
  static final String COLD_MAX_BYTES = "1GB";

  private static final String ORIGIN = "the defaults of the Spring Boot starter";

  /** Spring's own in this place, in any test that {@code @SpringBootTest} starts. */
  private static final String TEST_MARK =
      "org.springframework.boot.test.context.SpringBootTestContextBootstrapper";

  private StoreOpening() {}

  /**
   * A manager of its own, which nobody gets by asking a provider for its URI. Whoever opens it
   * closes it.
   *
   * @param packages whose classes, and those below, may be read from the file
   */
  public static ThermaeManager open(
      Environment environment, ClassLoader classes, Collection<String> packages) {
    FrameworkSettings.Builder settings = FrameworkSettings.builder();
    EnvironmentSettings.of(environment)
        .all()
        .forEach((name, setting) -> settings.set(name, setting.text(), setting.origin()));
    addDefaults(settings, environment);
    packages.stream().filter(name -> !name.isEmpty()).forEach(name -> settings.allow(name + ".**"));
    SpringClasses.NAMES.forEach(settings::allow);
    return new ThermaeCachingProvider().open(settings.build(), classes);
  }

  /** A test gets no file: what one run has cached would change what the next one sees. */
  private static void addDefaults(FrameworkSettings.Builder settings, Environment environment) {
    settings.fallback("defaults.hot.max-entries", HOT_MAX_ENTRIES, ORIGIN);
    if (!environment.containsProperty(TEST_MARK)) {
      settings.fallback(StoreOptions.PATH, DefaultFile.of(environment), ORIGIN);
      settings.fallback(StoreOptions.COLD_MAX_BYTES, COLD_MAX_BYTES, ORIGIN);
    }
  }
}
