package io.github.thermae.api;

import io.github.thermae.config.StoreOptions;
import java.nio.file.Path;
import javax.cache.CacheManager;

/** A store of one kind, which a test closes and opens again where it would survive that. */
final class Store implements AutoCloseable {
  /** The kinds of stores. */
  enum Kind {
    /** Without a file. */
    MEMORY,
    /** With a file. */
    WRITE_THROUGH
  }

  private final StoreOptions options;
  private CacheManager manager;

  private Store(StoreOptions options) {
    this.options = options;
    this.manager = Managers.open(options);
  }

  static Store of(Kind kind, Path folder) {
    return of(kind, folder, StoreOptions.builder());
  }

  static Store of(Kind kind, Path folder, StoreOptions.Builder options) {
    return new Store(kind == Kind.MEMORY ? options.build() : options.path(fileIn(folder)).build());
  }

  static Path fileIn(Path folder) {
    return folder.resolve("store.db");
  }

  CacheManager manager() {
    return manager;
  }

  boolean isDurable() {
    return options.path().isPresent();
  }

  /** Closes and opens the store; without a file, where nothing would be left, does nothing. */
  void restart() {
    if (isDurable()) {
      manager.close();
      manager = Managers.open(options);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
