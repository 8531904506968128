/** The actuator endpoint. Used by many threads; keeps nothing. */
@NullMarked
package io.github.thermae.spring.internal.endpoint;

import org.jspecify.annotations.NullMarked;
