package io.github.thermae.internal.jcache;

import io.github.thermae.config.StoreOptions;
import io.github.thermae.internal.store.TieredStore;

/**
 * A manager's hold on an engine, which it may share with other managers. The engine is closed when
 * the last hold on it is.
 */
public interface StoreLease extends AutoCloseable {
  TieredStore store();

  /** The options of the manager that holds this lease. */
  StoreOptions options();

  /** Idempotent. */
  @Override
  void close();
}
