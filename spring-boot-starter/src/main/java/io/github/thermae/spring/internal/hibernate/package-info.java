/** Hibernate's second-level cache in the file of the application's store. Used at the start. */
@NullMarked
package io.github.thermae.spring.internal.hibernate;

import org.jspecify.annotations.NullMarked;
