/**
 * What several tests of the Hibernate module need.
 *
 * <p>Thread-safety: each class says its own.
 */
@NullMarked
package io.github.thermae.hibernate.testkit;

import org.jspecify.annotations.NullMarked;
