/**
 * The engine: three tiers, one mover, key locks, versions and deadlines. Knows no {@code
 * javax.cache} type and no SQL; the cold tier is reached through {@link
 * io.github.thermae.internal.store.ColdStore}. Lock order: key lock, then a tier's own, then a
 * connection; never back (I6).
 */
@NullMarked
package io.github.thermae.internal.store;

import org.jspecify.annotations.NullMarked;
