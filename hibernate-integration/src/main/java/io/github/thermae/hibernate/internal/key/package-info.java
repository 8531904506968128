/**
 * The keys of cached data: a number for the role, the tenant, and the id in a form that needs no
 * class of the application. Immutable and thread-safe.
 */
@NullMarked
package io.github.thermae.hibernate.internal.key;

import org.jspecify.annotations.NullMarked;
