/** Tests of write-behind, through the public API. */
@NullMarked
package io.github.thermae.writebehind;

import org.jspecify.annotations.NullMarked;
