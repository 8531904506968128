/** Meters of caches and of the store. Used by many threads. */
@NullMarked
package io.github.thermae.spring.internal.metrics;

import org.jspecify.annotations.NullMarked;
