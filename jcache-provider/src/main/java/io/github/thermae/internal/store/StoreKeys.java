package io.github.thermae.internal.store;

import io.github.thermae.RotationListener;
import io.github.thermae.ThermaeException;

/** The keys of an encrypted store, for those who manage it. Thread-safe. */
public interface StoreKeys {
  /**
   * Has another password open the store from now on; the old one does so no more.
   *
   * @param password not empty; wiped by nobody but the caller
   * @throws ThermaeException if it could not be saved; the old password holds then
   */
  void changePassword(char[] password);

  /**
   * Replaces the data key and writes all rows anew, or takes up a replacement that was interrupted.
   *
   * @throws ThermaeException if the file cannot be read or written, or another thread is at it
   */
  void rotate(RotationListener listener);
}
