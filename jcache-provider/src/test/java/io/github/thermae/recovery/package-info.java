/** Processes that are killed, and what their stores hold afterwards (I7). */
@NullMarked
package io.github.thermae.recovery;

import org.jspecify.annotations.NullMarked;
