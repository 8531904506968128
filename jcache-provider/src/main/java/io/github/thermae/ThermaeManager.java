package io.github.thermae;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.cache.CacheManager;

/**
 * A cache manager of this library, with what {@code javax.cache.CacheManager} does not offer. Every
 * manager unwraps to it:
 *
 * <pre>{@code
 * ThermaeManager store = manager.unwrap(ThermaeManager.class);
 * }</pre>
 *
 * Thread-safe, as every manager.
 */
public interface ThermaeManager extends CacheManager {
  /**
   * The names of all caches that the store holds: those of earlier runs that have not been created
   * again, and those that another manager has open over the same file, included. Without a file,
   * the names of the caches that are open. A copy.
   *
   * @throws IllegalStateException if the manager is closed
   * @throws javax.cache.CacheException if the file cannot be read
   */
  Set<String> storedCacheNames();

  /** The store's file, as an absolute path; empty without one. May be asked after closing too. */
  Optional<Path> storePath();

  /**
   * All settings as they hold, and where each comes from: those of the store, the defaults, and
   * those of every cache that is open. No value is a password. A copy; may be asked after closing
   * too.
   */
  List<EffectiveSetting> effectiveSettings();

  /** Whether the store can be written, and what waits to be. May be asked after closing too. */
  StoreHealth storeHealth();

  /**
   * Tells a listener of every cache: of those that are open now in this call, of others when they
   * are made, before the call that makes them returns. It is called by the thread that makes the
   * cache, without locks of the manager; what it throws is logged, and the cache is open all the
   * same.
   *
   * @throws IllegalStateException if the manager is closed
   */
  void addCacheListener(Consumer<? super ThermaeCache<?, ?>> listener);

  /** Takes {@link #addCacheListener} back. */
  void removeCacheListener(Consumer<? super ThermaeCache<?, ?>> listener);

  /**
   * Does {@link ThermaeCache#flush} for every cache that is open in this manager. One that fails
   * keeps no other from being saved; the first failure is thrown, with the others as suppressed.
   *
   * @throws IllegalStateException if the manager is closed
   */
  void flush();

  /**
   * Gives an encrypted store another password, in one transaction that is forced to disk: at every
   * moment, and after a crash, either the old one or the new one opens the file. Rows are not
   * written anew. Who has a copy of the file from before and the old password can still read that
   * copy; if the old password may be known to others, follow with {@link #rotateDataKey}, so that
   * it cannot open what is written from now on.
   *
   * @param newPassword not empty; a copy is used, and wiping the array is the caller's business
   * @throws IllegalStateException if the manager is closed
   * @throws javax.cache.CacheException if the store is not encrypted, or the file cannot be
   *     written; the old password holds then
   */
  void changePassword(char[] newPassword);

  /**
   * Replaces the data key of an encrypted store: makes a new one, and seals all rows anew in small
   * transactions, while the caches are in use. It may be interrupted at any time, by a failure, by
   * what the listener throws, or by the end of the process: the store stays readable, and the next
   * call goes on and finishes that rotation instead of beginning another. Returns when all rows
   * have the new key, after which the old one is gone. Its time grows with the number of rows.
   *
   * <p>A key that has sealed 2^32 rows is replaced for new rows without this call.
   *
   * @throws IllegalStateException if the manager is closed
   * @throws javax.cache.CacheException if the store is not encrypted, the file cannot be read or
   *     written, or another thread is rotating
   */
  void rotateDataKey(RotationListener listener);
}
