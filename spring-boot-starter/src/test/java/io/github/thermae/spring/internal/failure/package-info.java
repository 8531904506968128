/** What is advised, without an application. */
@NullMarked
package io.github.thermae.spring.internal.failure;

import org.jspecify.annotations.NullMarked;
