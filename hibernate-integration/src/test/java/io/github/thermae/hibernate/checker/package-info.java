/**
 * A checker for second-level caches under concurrency. It is a black box around a session factory:
 * threads read and write at random, and afterwards every read is compared with the order in which
 * the database committed.
 *
 * <p>Thread-safety: each class says its own.
 */
@NullMarked
package io.github.thermae.hibernate.checker;

import org.jspecify.annotations.NullMarked;
