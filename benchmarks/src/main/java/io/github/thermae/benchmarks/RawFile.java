package io.github.thermae.benchmarks;

import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A filled {@link RawTable}, and the connection that writes to it. */
@State(Scope.Benchmark)
public class RawFile {
  private @Nullable TemporaryFolder folder;
  private @Nullable RawTable writer;

  /** Fills the table. */
  @Setup
  public void open() throws SQLException {
    folder = new TemporaryFolder();
    writer = RawTable.writer(path());
    writer.fill(Keys.COUNT, Keys::key);
  }

  Path path() {
    return Opened.part(folder).file("raw.db");
  }

  RawTable writer() {
    return Opened.part(writer);
  }

  /** Removes the file. */
  @TearDown
  public void close() throws SQLException {
    writer().close();
    Opened.part(folder).close();
  }
}
