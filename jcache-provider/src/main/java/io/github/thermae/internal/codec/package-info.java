/**
 * How keys and values become bytes and objects again: canonical keys, the value codecs, and the one
 * gate that says which classes may be decoded. Knows no tier, no SQL and no {@code javax.cache}
 * type. Codecs may be used by many threads at once.
 */
@NullMarked
package io.github.thermae.internal.codec;

import org.jspecify.annotations.NullMarked;
