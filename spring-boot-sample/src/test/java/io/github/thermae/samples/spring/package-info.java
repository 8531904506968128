/** The application as a process of its own, called over HTTP. */
@NullMarked
package io.github.thermae.samples.spring;

import org.jspecify.annotations.NullMarked;
