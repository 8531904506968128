package io.github.thermae.spring.internal.hibernate;

import io.github.thermae.EffectiveSetting;
import io.github.thermae.ThermaeManager;
import io.github.thermae.config.EncryptionOptions;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.hibernate.ThermaeSettings;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.core.env.Environment;

/**
 * Gives Hibernate's region factory the file of the application's store, so that one engine, with
 * one budget, one flusher and one lock on the file, serves both. An application that names a store
 * for Hibernate keeps that.
 */
public final class SharedStore implements HibernatePropertiesCustomizer {
  private static final String STORE = "store.";

  /** What each manager of a store has for itself. */
  private static final Set<String> OWN = Set.of(StoreOptions.ALLOWED_CLASSES, StoreOptions.PRELOAD);

  private static final String PASSWORD = StoreOptions.PREFIX + StoreOptions.ENCRYPTION_PASSWORD;

  private static final String DEFAULT = "default";

  private final ThermaeManager manager;
  private final Environment environment;

  /**
   * Of the store of a manager.
   *
   * @param environment has the password, if it is a setting itself
   */
  public SharedStore(ThermaeManager manager, Environment environment) {
    this.manager = manager;
    this.environment = environment;
  }

  @Override
  public void customize(Map<String, Object> hibernate) {
    boolean isNamed = hibernate.containsKey(ThermaeSettings.PREFIX + StoreOptions.PATH);
    if (isNamed || manager.storePath().isEmpty()) {
      return;
    }
    for (EffectiveSetting setting : manager.effectiveSettings()) {
      if (setting.name().startsWith(STORE)
          && !setting.origin().equals(DEFAULT)
          && !OWN.contains(setting.name())) {
        share(setting, hibernate);
      }
    }
  }

  private void share(EffectiveSetting setting, Map<String, Object> hibernate) {
    if (!setting.name().equals(StoreOptions.ENCRYPTION_PASSWORD)) {
      hibernate.putIfAbsent(ThermaeSettings.PREFIX + setting.name(), setting.value());
    } else if (environment.containsProperty(PASSWORD)) {
      // The settings of a session factory can be looked at, so what they hold is no password.
      hibernate.putIfAbsent(
          ThermaeSettings.PREFIX + StoreOptions.ENCRYPTION,
          EncryptionOptions.passwordFrom(
              () -> environment.getRequiredProperty(PASSWORD).toCharArray()));
    }
  }
}
