/**
 * The queue between a cache and its writer, and what delivers it. What is owed comes under its
 * key's lock, from the operation that owes it; it is delivered by a thread per stripe of keys.
 *
 * <p>Locks: a stripe's, and inside of it the room's. Neither is held while the file is used or the
 * user's code runs. Must not import {@code internal.jcache}, which uses this, and no SQL.
 */
@NullMarked
package io.github.thermae.internal.writebehind;

import org.jspecify.annotations.NullMarked;
