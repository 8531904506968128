/** Parts of the JSR-107 layer by themselves. */
@NullMarked
package io.github.thermae.internal.jcache;

import org.jspecify.annotations.NullMarked;
