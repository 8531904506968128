/** What the samples share: printing, and processes that are killed. */
@NullMarked
package io.github.thermae.samples.support;

import org.jspecify.annotations.NullMarked;
