/**
 * The Hibernate second-level cache over a Thermae store.
 *
 * <p>What Hibernate calls is called by many threads. Imports of the provider's {@code internal}
 * packages stay out of here.
 */
@NullMarked
package io.github.thermae.hibernate;

import org.jspecify.annotations.NullMarked;
