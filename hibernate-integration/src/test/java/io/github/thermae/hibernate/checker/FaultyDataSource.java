package io.github.thermae.hibernate.checker;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database that is slow at the wrong moments: after it has read rows and before the reader gets
 * them, and around commits. It can lose the answer to a commit, and a connection in the middle of a
 * transaction. Thread-safe; the faults are those of the calling thread.
 */
final class FaultyDataSource {
  /** What is to happen to the calling thread's next commit. */
  enum Fault {
    NONE,
    /** The database commits, and the client is told that it failed. */
    ANSWER_LOST,
    /** The connection breaks before the database has heard of the commit. */
    CONNECTION_LOST
  }

  private static final int SLOW_IN_100 = 4;
  private static final int SLOWEST_MICROS = 2_000;

  private final DataSource target;
  private final ThreadLocal<Fault> next = ThreadLocal.withInitial(() -> Fault.NONE);
  private final ThreadLocal<SplittableRandom> random;

  FaultyDataSource(DataSource target, long seed) {
    this.target = target;
    SplittableRandom seeds = new SplittableRandom(seed);
    this.random =
        ThreadLocal.withInitial(
            () -> {
              synchronized (seeds) {
                return seeds.split();
              }
            });
  }

  void fail(Fault fault) {
    next.set(fault);
  }

  /** What Hibernate is given. */
  DataSource asDataSource() {
    return proxy(
        DataSource.class,
        target,
        (method, result) -> result instanceof Connection connection ? faulty(connection) : result);
  }

  private Connection faulty(Connection connection) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getName().equals("commit")) {
            commit(connection);
            return null;
          }
          Object result = call(connection, method, arguments);
          return result instanceof PreparedStatement statement ? slow(statement) : result;
        };
    return (Connection)
        Proxy.newProxyInstance(
            FaultyDataSource.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
  }

  private void commit(Connection connection) throws SQLException {
    Fault fault = next.get();
    next.set(Fault.NONE);
    perhapsPause();
    if (fault == Fault.CONNECTION_LOST) {
      connection.close();
      throw new SQLException("connection lost, by the test", "08006");
    }
    connection.commit();
    perhapsPause();
    if (fault == Fault.ANSWER_LOST) {
      throw new SQLException("answer to a commit lost, by the test", "08007");
    }
  }

  private PreparedStatement slow(PreparedStatement statement) {
    return proxy(
        PreparedStatement.class,
        statement,
        (method, result) -> {
          if (method.getName().startsWith("execute")) {
            perhapsPause();
          }
          return result;
        });
  }

  private void perhapsPause() {
    SplittableRandom dice = random.get();
    if (dice.nextInt(100) < SLOW_IN_100) {
      LockSupport.parkNanos(dice.nextInt(SLOWEST_MICROS) * 1_000L);
    }
  }

  /** What becomes of the result of a method. */
  private interface After {
    @Nullable Object apply(Method method, @Nullable Object result);
  }

  private static <T> T proxy(Class<T> type, T target, After after) {
    InvocationHandler handler =
        (proxy, method, arguments) -> after.apply(method, call(target, method, arguments));
    return type.cast(
        Proxy.newProxyInstance(
            FaultyDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static @Nullable Object call(
      Object target, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
