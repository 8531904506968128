/**
 * What a user sets: options of a store and of its caches, as immutable values with builders, and
 * the names under which the same settings are given as properties. Values here may be shared by
 * threads.
 */
@NullMarked
package io.github.thermae.config;

import org.jspecify.annotations.NullMarked;
