package io.github.thermae.internal.jcache;

import io.github.thermae.config.Settings;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.internal.store.StoreKeys;
import io.github.thermae.internal.store.TieredStore;
import java.util.Optional;

/**
 * A manager's hold on an engine, which it may share with other managers. The engine is closed when
 * the last hold on it is.
 */
public interface StoreLease extends AutoCloseable {
  TieredStore store();

  /** The options of the manager that holds this lease. */
  StoreOptions options();

  /** These options and where they come from. */
  default Settings settings() {
    return Settings.of(options());
  }

  /** The keys of an encrypted store; empty of any other. */
  default Optional<StoreKeys> keys() {
    return Optional.empty();
  }

  /** Idempotent. */
  @Override
  void close();
}
