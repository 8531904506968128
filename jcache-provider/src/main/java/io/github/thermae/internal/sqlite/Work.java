package io.github.thermae.internal.sqlite;

import java.sql.SQLException;

/** Something to be done on a connection. */
@FunctionalInterface
interface Work<T> {
  T on(Session session) throws SQLException;
}
