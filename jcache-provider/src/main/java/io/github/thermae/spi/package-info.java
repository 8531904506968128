/**
 * The front door: the caching provider that {@code Caching.getCachingProvider()} finds, and the one
 * place where the parts of the library are put together.
 */
@NullMarked
package io.github.thermae.spi;

import org.jspecify.annotations.NullMarked;
