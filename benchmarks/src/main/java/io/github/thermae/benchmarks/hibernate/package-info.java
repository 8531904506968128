/** {@code session.find} over second-level caches. Nothing here is part of the product. */
@NullMarked
package io.github.thermae.benchmarks.hibernate;

import org.jspecify.annotations.NullMarked;
