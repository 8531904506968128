package io.github.thermae.hibernate.restore;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database whose client stops for good at a given point, and says so on the standard output: it
 * is then that the process is to be killed. Thread-safe.
 */
final class StoppingDataSource {
  static final String STOPPED = "STOPPED";

  private final DataSource target;
  private volatile Predicate<Method> point = method -> false;

  StoppingDataSource(DataSource target) {
    this.target = target;
  }

  /** When a commit has reached the database and nobody else knows. */
  void stopAfterCommit() {
    point = method -> method.getName().equals("commit");
  }

  /** When a commit by one thread has; others commit as they like. */
  void stopAfterCommitOf(Thread thread) {
    point = method -> method.getName().equals("commit") && Thread.currentThread() == thread;
  }

  /** When some statements of a flush have been executed and others have not. */
  void stopAfterStatements(int count) {
    AtomicInteger left = new AtomicInteger(count);
    point = method -> method.getName().startsWith("execute") && left.decrementAndGet() == 0;
  }

  /** When it is being found out whether regions may be restored. */
  void stopInRestore() {
    point =
        method ->
            method.getName().equals("getSchema")
                && StackWalker.getInstance()
                    .walk(
                        frames ->
                            frames.anyMatch(
                                frame -> frame.getClassName().endsWith(".DatabaseIdentity")));
  }

  private void stopIfThere(Method method) throws InterruptedException {
    if (point.test(method)) {
      System.out.println(STOPPED);
      new CountDownLatch(1).await();
    }
  }

  DataSource asDataSource() {
    return proxy(DataSource.class, target);
  }

  private <T> T proxy(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            StoppingDataSource.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object result = call(real, method, arguments);
              stopIfThere(method);
              if (result instanceof Connection connection) {
                return proxy(Connection.class, connection);
              }
              return result instanceof PreparedStatement statement
                  ? proxy(PreparedStatement.class, statement)
                  : result;
            }));
  }

  private static @Nullable Object call(
      Object real, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
