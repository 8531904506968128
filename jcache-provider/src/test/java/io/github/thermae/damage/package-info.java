/** Files with flipped bytes, as the public API sees them. */
@NullMarked
package io.github.thermae.damage;

import org.jspecify.annotations.NullMarked;
