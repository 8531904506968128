package io.github.thermae.spring.internal.hibernate;

import io.github.thermae.EffectiveSetting;
import io.github.thermae.ThermaeManager;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.hibernate.ThermaeSettings;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;

/**
 * Gives Hibernate's region factory the file of the application's store, so that one engine, with
 * one budget, one flusher and one lock on the file, serves both. An application that names a store
 * for Hibernate keeps that.
 */
public final class SharedStore implements HibernatePropertiesCustomizer {
  private static final String STORE = "store.";

  /** What each manager of a store has for itself. */
  private static final Set<String> OWN = Set.of(StoreOptions.ALLOWED_CLASSES, StoreOptions.PRELOAD);

  private static final String DEFAULT = "default";

  private final ThermaeManager manager;

  /** Of the store of a manager. */
  public SharedStore(ThermaeManager manager) {
    this.manager = manager;
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
        hibernate.putIfAbsent(ThermaeSettings.PREFIX + setting.name(), setting.value());
      }
    }
  }
}
