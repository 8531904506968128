/** Counters that many threads raise at once. */
@NullMarked
package io.github.thermae.samples.counters;

import org.jspecify.annotations.NullMarked;
