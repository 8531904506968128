/**
 * A writer and a loader over one table of a database, so that a cache in front of it needs no code:
 * {@link io.github.thermae.writebehind.jdbc.JdbcTable} says how a key and a value are a row.
 * Everything here is immutable or thread-safe; each call takes a connection and gives it back. Uses
 * {@code java.sql} and {@code javax.sql} only.
 */
@NullMarked
package io.github.thermae.writebehind.jdbc;

import org.jspecify.annotations.NullMarked;
