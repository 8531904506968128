/** The second-level cache, as an application sees it. */
@NullMarked
package io.github.thermae.hibernate;

import org.jspecify.annotations.NullMarked;
