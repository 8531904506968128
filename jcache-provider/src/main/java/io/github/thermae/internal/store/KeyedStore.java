package io.github.thermae.internal.store;

/** A cold store that keeps the record of keys which a {@link FileSeal} made. */
public interface KeyedStore extends ColdStore {
  /** Replaces the record of keys, forced to disk before this returns. */
  void saveKeys(byte[] keys);
}
