/** Tests of the whole. */
@NullMarked
package io.github.thermae;

import org.jspecify.annotations.NullMarked;
