/** A JPA application: what its pages cost the database, and which tier answered instead. */
@NullMarked
package io.github.thermae.samples.jpa;

import org.jspecify.annotations.NullMarked;
