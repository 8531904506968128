/**
 * The settings of a session factory's cache: which there are, what holds for a region, and what is
 * wrong with them. Read once, when the factory starts; immutable then.
 */
@NullMarked
package io.github.thermae.hibernate.internal.config;

import org.jspecify.annotations.NullMarked;
