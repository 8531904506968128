/**
 * The regions that Hibernate sees, each over one cache of a Thermae store, and the one place where
 * such a cache is opened.
 *
 * <p>Regions are made while the session factory starts, by one thread, and used by many. Imports of
 * the provider's {@code internal} packages stay out.
 */
@NullMarked
package io.github.thermae.hibernate.internal.region;

import org.jspecify.annotations.NullMarked;
