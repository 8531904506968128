/** What Spring Boot tells when an application cannot start. Used by one thread. */
@NullMarked
package io.github.thermae.spring.internal.failure;

import org.jspecify.annotations.NullMarked;
