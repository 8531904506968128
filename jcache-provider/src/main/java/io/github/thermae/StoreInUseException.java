package io.github.thermae;

/**
 * A store's file has an owner already: another process, or another copy of the library in this one.
 * To be found as the cause of the {@code CacheException} with which a manager could not be opened.
 */
public final class StoreInUseException extends ThermaeException {
  private static final long serialVersionUID = 1L;

  /** The message names the file and, where it is known, the owner. */
  public StoreInUseException(String message) {
    super(message);
  }
}
