/**
 * What Hibernate's own tests ask of a second-level cache, asked of ours. Its tests themselves are
 * not published for the versions that we support.
 *
 * <p>Thread-safety: tests run one after the other.
 */
@NullMarked
package io.github.thermae.hibernate.core;

import org.jspecify.annotations.NullMarked;
