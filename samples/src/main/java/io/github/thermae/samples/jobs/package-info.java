/** A queue of jobs with priorities, retries and several workers. */
@NullMarked
package io.github.thermae.samples.jobs;

import org.jspecify.annotations.NullMarked;
