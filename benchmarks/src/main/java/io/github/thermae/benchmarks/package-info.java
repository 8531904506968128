/** What things cost, beside a peer or a raw limit in the same run. */
@NullMarked
package io.github.thermae.benchmarks;

import org.jspecify.annotations.NullMarked;
