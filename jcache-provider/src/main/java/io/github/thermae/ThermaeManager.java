package io.github.thermae;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
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
   * Does {@link ThermaeCache#flush} for every cache that is open in this manager. One that fails
   * keeps no other from being saved; the first failure is thrown, with the others as suppressed.
   *
   * @throws IllegalStateException if the manager is closed
   */
  void flush();
}
