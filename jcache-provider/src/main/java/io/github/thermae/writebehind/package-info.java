/**
 * Write-behind: a cache's writer is called later, in batches, and nothing that was acknowledged is
 * lost. Here is what users see of it; it is switched on by {@link
 * io.github.thermae.config.ThermaeConfiguration}, by the settings {@code write-behind.*}, or by a
 * {@link io.github.thermae.writebehind.WriteBehindCacheWriter}. Everything here is thread-safe.
 */
@NullMarked
package io.github.thermae.writebehind;

import org.jspecify.annotations.NullMarked;
