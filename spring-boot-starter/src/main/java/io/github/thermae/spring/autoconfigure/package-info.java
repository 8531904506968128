/**
 * What Spring Boot configures by itself: the store, Spring's cache manager, metrics, health and the
 * endpoint. Each of them gives way to a bean of the application's.
 */
@NullMarked
package io.github.thermae.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
