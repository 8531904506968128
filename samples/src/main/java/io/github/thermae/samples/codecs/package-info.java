/** How values lie in the file, and SQL over them. */
@NullMarked
package io.github.thermae.samples.codecs;

import org.jspecify.annotations.NullMarked;
