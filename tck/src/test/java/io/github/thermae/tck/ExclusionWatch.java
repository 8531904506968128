package io.github.thermae.tck;

import java.io.IOException;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.runner.Description;
import org.junit.runner.notification.RunListener;

/**
 * Writes down the tests that the kit leaves out by itself.
 *
 * <p>The kit's rules replace an excluded test (listed, without an unwrap class, without a bean
 * provider, of an unsupported feature) by a log line, and JUnit counts it as passed. The result
 * table counts it as skipped.
 */
public final class ExclusionWatch extends RunListener {
  private static final String LOGGED = "===== EXCLUDING TEST";

  private final Handler handler = new ExclusionHandler();
  private boolean excluded;

  @Override
  public void testStarted(Description description) {
    excluded = false;
    Logger root = Logger.getLogger("");
    root.removeHandler(handler);
    root.addHandler(handler);
  }

  @Override
  public void testFinished(Description description) throws IOException {
    if (excluded) {
      TestNotes.EXCLUDED.add(description, "");
    }
  }

  private final class ExclusionHandler extends Handler {
    @Override
    public void publish(LogRecord record) {
      String message = record.getMessage();
      if (message != null && message.startsWith(LOGGED)) {
        excluded = true;
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
