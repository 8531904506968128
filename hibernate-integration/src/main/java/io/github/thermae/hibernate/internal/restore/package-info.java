/**
 * Whether what a region had in the file when the process ended may be used again, and what must be
 * written before a commit so that it may. Which hazard is met how is told in {@code
 * docs/design/hibernate-hazards.md}.
 *
 * <p>Opened and closed by the thread that builds and closes the session factory; what tells of
 * invalidations is used by many threads.
 */
@NullMarked
package io.github.thermae.hibernate.internal.restore;

import org.jspecify.annotations.NullMarked;
