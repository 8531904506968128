/** An application with JPA beside its caches. */
@NullMarked
package io.github.thermae.spring.jpa;

import org.jspecify.annotations.NullMarked;
