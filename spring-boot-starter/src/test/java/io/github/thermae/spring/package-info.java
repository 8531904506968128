/** Applications with the starter, run as their users would run them. */
@NullMarked
package io.github.thermae.spring;

import org.jspecify.annotations.NullMarked;
