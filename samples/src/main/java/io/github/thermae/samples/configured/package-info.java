/** Caches that stand in a configuration file. */
@NullMarked
package io.github.thermae.samples.configured;

import org.jspecify.annotations.NullMarked;
