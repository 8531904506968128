/**
 * What JSR-107 means: caches, managers, expiry, listeners, loaders, writers, statistics and MBeans,
 * on top of the engine. Each operation of a cache is a pure decision; one runner carries decisions
 * out. User code runs under the key's lock at the most (I9). All types may be used by many threads
 * unless they say otherwise.
 */
@NullMarked
package io.github.thermae.internal.jcache;

import org.jspecify.annotations.NullMarked;
