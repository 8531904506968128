/** Tests of parts of the queue that nobody sees through the public API. */
@NullMarked
package io.github.thermae.internal.writebehind;

import org.jspecify.annotations.NullMarked;
