/**
 * Keys and sealed bytes: a cold store over another one whose keys, values and names nobody can read
 * or change unnoticed without the password. Knows the engine's seams, and neither SQL nor {@code
 * javax.cache}. Everything here may be used by many threads, unless it says otherwise.
 */
@NullMarked
package io.github.thermae.internal.crypto;

import org.jspecify.annotations.NullMarked;
