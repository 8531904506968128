package io.github.thermae.internal.store;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.codec.ClassShape;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * The last tier: a file with a table per cache. Implementations owe: every method may be called by
 * many threads; what a method acknowledged by returning survives the death of the process; a method
 * that throws {@link ThermaeException} has changed nothing; no user code is called.
 */
public interface ColdStore extends AutoCloseable {
  Path path();

  /**
   * The table of a cache, made with these traits if it does not exist; else with the traits it has.
   */
  ColdTable open(String cacheName, TableTraits traits);

  /** The names of all caches that have a table, open or not. */
  Set<String> cacheNames();

  /** Removes a cache's table and all its rows. Does nothing if there is none. */
  void drop(String cacheName);

  /** The first of {@code count} version numbers that are above every number claimed before (I4). */
  long claimVersions(long count);

  /** All classes ever saved, by number. */
  Map<Integer, ClassShape> classes();

  /** Saves the meaning of a number. */
  void saveClass(int id, ClassShape shape);

  /** Bytes of the file. */
  long fileBytes();

  /** Bytes of the log beside it. */
  long walBytes();

  /** Bytes of the file that hold something; the rest is free and will be used again. */
  long usedBytes();

  /**
   * Upkeep, called by a background thread of the engine after opening and then about once a second.
   * What fails is tried again at the next call.
   *
   * @throws ThermaeException if the file has been lost or replaced and nothing can be written until
   *     someone helps; for nothing else
   */
  void maintain();

  /** For closing: has {@link #maintain} end soon, and do nothing from now on. */
  void stopMaintaining();

  /** Releases the file. Idempotent. */
  @Override
  void close();
}
