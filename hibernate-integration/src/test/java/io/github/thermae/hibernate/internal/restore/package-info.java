/** Parts of restoring that the outside does not show by themselves. */
@NullMarked
package io.github.thermae.hibernate.internal.restore;

import org.jspecify.annotations.NullMarked;
