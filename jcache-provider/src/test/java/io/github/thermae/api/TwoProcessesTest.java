package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.StoreInUseException;
import java.nio.file.Path;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store has one owner at a time; who comes second is told who has it. */
final class TwoProcessesTest {
  @TempDir Path folder;

  @Test
  void open_storeOfAnotherProcess_namesItsIdAndFileAndWhatToDo() throws Exception {
    Path file = Store.fileIn(folder);
    try (OtherProcess other = OtherProcess.start(file)) {
      assertThat(other.ask("open")).isEqualTo("opened");
      Path real = file.toRealPath();
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(() -> Managers.open(file))
            .isInstanceOf(CacheException.class)
            .hasMessage(
                "Store %s is open in process %d. A store has one owner at a time: close it there,"
                    + " or choose another thermae.store.path.",
                file, other.pid())
            .cause()
            .isInstanceOfSatisfying(
                StoreInUseException.class, inUse -> assertThat(inUse.store()).isEqualTo(real));
      }
      assertThat(other.ask("close")).isEqualTo("closed");

      try (CacheManager manager = Managers.open(file)) {
        assertThat(Managers.cache(manager, "users", String.class, String.class).get("from"))
            .isEqualTo("child");
        assertThat(other.ask("open"))
            .contains("is open in process " + ProcessHandle.current().pid() + ".");
      }
      assertThat(other.ask("open")).isEqualTo("opened");
      // Without closing it.
      assertThat(other.ask("end")).isEqualTo("bye");
      other.awaitEnd();
    }
    try (CacheManager manager = Managers.open(file)) {
      assertThat(Managers.cache(manager, "users", String.class, String.class).get("from"))
          .isEqualTo("child");
    }
  }
}
