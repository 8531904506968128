/**
 * What a user meets: settings, the provider, names, keys, values and messages, through {@code
 * javax.cache} and the public types of the library only. Stores are real files.
 */
@NullMarked
package io.github.thermae.api;

import org.jspecify.annotations.NullMarked;
