/** What the tests of the samples share. */
@NullMarked
package io.github.thermae.samples.support;

import org.jspecify.annotations.NullMarked;
