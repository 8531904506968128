/** Several caches in one file, joined by SQL. */
@NullMarked
package io.github.thermae.samples.tables;

import org.jspecify.annotations.NullMarked;
