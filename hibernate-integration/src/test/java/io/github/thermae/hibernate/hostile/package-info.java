/**
 * What a user would rather not find out in production: each test is a way in which second-level
 * caches are known to go wrong, or could.
 *
 * <p>Thread-safety: tests run one after the other.
 */
@NullMarked
package io.github.thermae.hibernate.hostile;

import org.jspecify.annotations.NullMarked;
