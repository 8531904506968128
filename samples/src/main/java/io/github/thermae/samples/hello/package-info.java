/** The JCache API as everybody knows it, and what is still there at the next start. */
@NullMarked
package io.github.thermae.samples.hello;

import org.jspecify.annotations.NullMarked;
