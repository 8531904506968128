package io.github.thermae.internal.store;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a locked key.
 *
 * @param entry its new entry, from {@link TieredTable#newEntry}, or null for its removal
 */
public record Write(LockedKey key, @Nullable HotEntry entry) {}
