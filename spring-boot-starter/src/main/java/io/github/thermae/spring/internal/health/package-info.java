/** How the store is, for Spring Boot's health endpoint. Used by many threads; keeps nothing. */
@NullMarked
package io.github.thermae.spring.internal.health;

import org.jspecify.annotations.NullMarked;
