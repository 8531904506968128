package io.github.thermae.hibernate.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that names the run whose items may be restored. */
final class RunTokenTest {
  @TempDir Path folder;

  @BeforeEach
  void makeStore() throws IOException {
    Files.createFile(folder.resolve("cache.db"));
  }

  private RunToken token() {
    return new RunToken(folder.resolve("cache.db"), "test");
  }

  @Test
  void delete_ofAFileThatCannotBeRead_deletesIt() throws IOException {
    RunToken token = token();
    token.write("run 1");
    Files.write(Path.of(token.toString()), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThat(token.read()).isEmpty();

    token.delete("run 1");

    assertThat(Path.of(token.toString())).doesNotExist();
  }

  @Test
  void delete_ofAnotherRun_leavesTheFile() {
    RunToken token = token();
    token.write("run 2");

    token.delete("run 1");

    assertThat(token.read()).hasValue("run 2");
  }
}
