/**
 * Programs that a user would start with, a package each. {@link io.github.thermae.samples.Samples}
 * starts them by name.
 */
@NullMarked
package io.github.thermae.samples;

import org.jspecify.annotations.NullMarked;
