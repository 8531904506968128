/**
 * What regions may have of an earlier run: as much as their policy says, and never a row that is
 * older than the database.
 */
@NullMarked
package io.github.thermae.hibernate.restore;

import org.jspecify.annotations.NullMarked;
