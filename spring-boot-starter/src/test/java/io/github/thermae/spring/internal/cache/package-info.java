/** Spring's view of a cache, called by many threads. */
@NullMarked
package io.github.thermae.spring.internal.cache;

import org.jspecify.annotations.NullMarked;
