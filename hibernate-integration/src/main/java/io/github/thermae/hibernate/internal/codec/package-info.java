/**
 * Hibernate's cache values to bytes and back, by the mapping: entity states, collections, ids,
 * query results. All types may be used by many threads, but for the bytes of one value while they
 * are written or read.
 */
@NullMarked
package io.github.thermae.hibernate.internal.codec;

import org.jspecify.annotations.NullMarked;
