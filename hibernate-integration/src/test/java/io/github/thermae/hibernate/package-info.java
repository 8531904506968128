/**
 * Tests of the region factory, through Hibernate's public interface and on real databases. They are
 * compiled against the oldest version of Hibernate and run on all that are supported, so they call
 * only what every one of them has: {@code createSelectionQuery} and {@code createMutationQuery}
 * instead of {@code createQuery}, whose return type has changed.
 *
 * <p>Thread-safety: tests run one after the other; what they start they end.
 */
@NullMarked
package io.github.thermae.hibernate;

import org.jspecify.annotations.NullMarked;
