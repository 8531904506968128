/**
 * How the values of a cache are written: the built-in codecs by name, and the interface of a codec
 * of one's own. Codecs are called by many threads at once. Of Thermae it knows only the root
 * package.
 */
@NullMarked
package io.github.thermae.codec;

import org.jspecify.annotations.NullMarked;
