/**
 * What Hibernate asks of cached entities, collections and natural ids: one access per cached role,
 * with its soft locks, which live outside of the cache, and its generation, which makes clearing a
 * matter of one number.
 *
 * <p>Everything here is called by many threads. No lock is held that more than a few keys share,
 * and none while user code runs. Imports of the provider's {@code internal} packages stay out.
 */
@NullMarked
package io.github.thermae.hibernate.internal.access;

import org.jspecify.annotations.NullMarked;
