package io.github.thermae;

import java.nio.file.Path;

/**
 * A store's file has an owner already: another process, or another copy of the library in this one.
 * To be found as the cause of the {@code CacheException} with which a manager could not be opened.
 */
public final class StoreInUseException extends ThermaeException {
  private static final long serialVersionUID = 1L;

  private final String store;

  /**
   * A store in use.
   *
   * @param store its file
   * @param message names the file and, where it is known, the owner
   */
  public StoreInUseException(Path store, String message) {
    super(message);
    this.store = store.toString();
  }

  /** The file. */
  public Path store() {
    return Path.of(store);
  }
}
