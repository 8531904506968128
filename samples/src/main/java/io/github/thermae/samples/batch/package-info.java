/** Many asynchronous reads that become few calls of a loader. */
@NullMarked
package io.github.thermae.samples.batch;

import org.jspecify.annotations.NullMarked;
