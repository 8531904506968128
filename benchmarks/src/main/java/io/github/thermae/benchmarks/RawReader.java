package io.github.thermae.benchmarks;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A thread's own connection to a {@link RawFile}. */
@State(Scope.Thread)
public class RawReader {
  private @Nullable RawTable table;

  /** Connects. */
  @Setup
  public void open(RawFile file) throws SQLException {
    table = RawTable.reader(file.path());
  }

  RawTable table() {
    return Opened.part(table);
  }

  /** Disconnects. */
  @TearDown
  public void close() throws SQLException {
    table().close();
  }
}
