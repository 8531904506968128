package io.github.thermae.internal.store;

import io.github.thermae.ThermaeException;

/**
 * What stands between a password and the file of an encrypted store. The file holds one record with
 * all of its keys, locked by the password; what is in the record only the implementation knows.
 * Opened by one thread; then {@link #shownName} may be called by many.
 */
public interface FileSeal {
  /**
   * The record for a file that is about to be made; the same one at each call.
   *
   * @throws ThermaeException if it cannot be made; nothing on disk has been changed then
   */
  byte[] newKeys();

  /**
   * Opens the record of a file, before anything is written to that file.
   *
   * @throws ThermaeException if the password does not fit, or the record is damaged
   */
  void unlock(byte[] keys);

  /** What messages call the cache that has this name in the file. */
  String shownName(String storedName);
}
