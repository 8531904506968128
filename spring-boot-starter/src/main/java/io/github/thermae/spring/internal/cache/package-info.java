/**
 * Spring's {@code Cache} over one of Thermae's: loads that many ask for at once, null values, and
 * calls from threads that must not wait. Used by many threads at once. Knows nothing of Spring
 * Boot.
 */
@NullMarked
package io.github.thermae.spring.internal.cache;

import org.jspecify.annotations.NullMarked;
