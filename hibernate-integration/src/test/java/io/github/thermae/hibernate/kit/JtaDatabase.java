package io.github.thermae.hibernate.kit;

import jakarta.transaction.RollbackException;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import javax.sql.DataSource;
import javax.sql.XAConnection;
import org.h2.jdbcx.JdbcDataSource;

/**
 * An H2 file whose connections take part in the transactions of a manager: one connection per
 * transaction, as a container's data source gives it.
 */
public final class JtaDatabase implements DataSource {
  private final JdbcDataSource h2 = new JdbcDataSource();
  private final TransactionManager manager;
  private final Map<Transaction, Connection> enlisted = new ConcurrentHashMap<>();

  /** A new database. */
  public JtaDatabase(Path folder, TransactionManager manager) {
    h2.setURL("jdbc:h2:file:" + folder.resolve("jta").toAbsolutePath() + ";DB_CLOSE_DELAY=-1");
    this.manager = manager;
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      Transaction transaction = manager.getTransaction();
      if (transaction == null) {
        return h2.getConnection();
      }
      Connection connection = enlisted.get(transaction);
      return withoutClose(connection == null ? enlist(transaction) : connection);
    } catch (SystemException | RollbackException e) {
      throw new SQLException(e);
    }
  }

  /** One handle for all who ask: H2 rolls back what another one of the same connection did. */
  private Connection enlist(Transaction transaction)
      throws SQLException, SystemException, RollbackException {
    XAConnection pooled = h2.getXAConnection();
    Connection connection = pooled.getConnection();
    if (!transaction.enlistResource(pooled.getXAResource())) {
      throw new SQLException("the transaction manager refuses the connection");
    }
    enlisted.put(transaction, connection);
    transaction.registerSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {}

          @Override
          public void afterCompletion(int status) {
            enlisted.remove(transaction);
          }
        });
    return connection;
  }

  /** The transaction's end closes it, and not the one who asked for it. */
  private static Connection withoutClose(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            JtaDatabase.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                return null;
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return h2.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    h2.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    h2.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return h2.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
