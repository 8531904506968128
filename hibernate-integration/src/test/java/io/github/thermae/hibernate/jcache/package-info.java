/**
 * Thermae under Hibernate's own region factory {@code jcache}.
 *
 * <p>Thread-safety: tests run one after the other, since they set system properties.
 */
@NullMarked
package io.github.thermae.hibernate.jcache;

import org.jspecify.annotations.NullMarked;
