/**
 * The main sample: every named Unicode character in a cache of three tiers, before and after {@code
 * kill -9}. {@link io.github.thermae.samples.unicode.UnicodeSample} starts it.
 */
@NullMarked
package io.github.thermae.samples.unicode;

import org.jspecify.annotations.NullMarked;
