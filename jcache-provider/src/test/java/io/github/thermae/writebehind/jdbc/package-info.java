/** Tests of the writer and the loader over a database. */
@NullMarked
package io.github.thermae.writebehind.jdbc;

import org.jspecify.annotations.NullMarked;
