package io.github.thermae.internal.sqlite;

import io.github.thermae.internal.store.TableTraits;

/**
 * What {@code thermae_cache} says of one cache.
 *
 * @param id never given to another cache of this file
 * @param name the cache's name
 * @param table the name of its table
 */
record CacheEntry(long id, String name, String table, TableTraits traits) {}
