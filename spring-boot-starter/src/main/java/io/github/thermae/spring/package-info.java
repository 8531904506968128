/** Spring's cache abstraction and Spring Boot over a Thermae store. */
@NullMarked
package io.github.thermae.spring;

import org.jspecify.annotations.NullMarked;
