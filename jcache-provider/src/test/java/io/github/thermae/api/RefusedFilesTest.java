package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Paths at which no store can be: told what is there, what was expected, what to do. */
final class RefusedFilesTest {
  @TempDir Path folder;

  /** Makes a place and returns the path of the store to be. */
  interface Place {
    Path in(Path folder) throws IOException;
  }

  /**
   * A place and what is said of it.
   *
   * @param said after "Store path"
   */
  record Case(String name, Place place, List<String> said) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "folder",
            folder -> Files.createDirectory(folder.resolve("data")),
            List.of(
                " is a folder, and a file was expected. Name a file in thermae.store.path, such as ",
                "thermae.db.")),
        new Case(
            "parent is a file",
            folder -> Files.writeString(folder.resolve("file"), "x").resolve("store.db"),
            List.of(" should be a folder and is a file. Choose another thermae.store.path.")),
        new Case(
            "grandparent is a file",
            folder -> Files.writeString(folder.resolve("file"), "x").resolve("a/store.db"),
            List.of(" should be a folder and is a file. Choose another thermae.store.path.")),
        new Case(
            "unwritable",
            folder -> Path.of("/proc/thermae/store.db"),
            List.of(
                ": nothing can be made in or at /proc",
                ". Let this process write there, or choose another thermae.store.path.")),
        new Case(
            "unwritable folder that is there",
            folder -> Path.of("/proc/self/store.db"),
            List.of("Let this process write there, or choose another thermae.store.path.")),
        new Case(
            "text",
            folder -> Files.writeString(folder.resolve("store.db"), "Dear diary, ".repeat(500)),
            List.of(
                " is not a SQLite file (6000 bytes, not starting with the SQLite magic)",
                ". Nothing was changed. Move the file away or restore it, or choose another"
                    + " thermae.store.path.")),
        new Case(
            "a few bytes",
            folder -> Files.write(folder.resolve("store.db"), new byte[] {1, 2, 3}),
            List.of(" is not a SQLite file (3 bytes", ". Nothing was changed.")),
        new Case(
            "file of another program",
            folder -> {
              Path file = folder.resolve("store.db");
              Sql.change(file, "CREATE TABLE notes (text)", "INSERT INTO notes VALUES ('mine')");
              return file;
            },
            List.of(
                " is a SQLite file of another program: application_id 0x5448524d expected,"
                    + " 0x00000000 found",
                ". Nothing was changed.")),
        new Case(
            "newer version",
            folder -> {
              Path file = storeIn(folder);
              Sql.change(file, "PRAGMA user_version = 7");
              return file;
            },
            List.of(
                " has file format 7, made by a newer version of Thermae; this one knows format ",
                ". Upgrade the library, or choose another thermae.store.path.")),
        new Case(
            "no version",
            folder -> {
              Path file = storeIn(folder);
              Sql.change(file, "PRAGMA user_version = 0");
              return file;
            },
            List.of(" has a damaged header: 0 is no file format", ". Nothing was changed.")),
        new Case(
            "truncated",
            folder -> {
              Path file = storeIn(folder);
              byte[] bytes = Files.readAllBytes(file);
              Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
              return file;
            },
            List.of(" is truncated: ", " bytes expected, ", " found")),
        new Case(
            "name too long",
            folder -> folder.resolve("x".repeat(252)),
            List.of("File name too long")));
  }

  /** A store that a manager has made and closed. */
  private static Path storeIn(Path folder) {
    Path file = folder.resolve("store.db");
    try (var manager = Managers.open(file)) {
      Managers.untyped(manager, "users").put("a", 1);
    }
    return file;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void open_placeOfNoStore_isRefusedAndNothingChanges(Case refused) throws IOException {
    Path file = refused.place().in(folder);
    Map<String, String> before = Folders.stateOf(folder);

    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> Managers.open(file))
          .isInstanceOf(CacheException.class)
          .hasCauseInstanceOf(ThermaeException.class)
          .hasMessageStartingWith("Store " + real(file))
          .satisfies(e -> refused.said().forEach(text -> assertThat(e).hasMessageContaining(text)));
      assertThat(Folders.stateOf(folder)).isEqualTo(before);
    }
  }

  /** {@code /proc/self} is a link. */
  private static String real(Path file) throws IOException {
    return file.startsWith("/proc/self")
        ? Path.of("/proc/self").toRealPath().resolve(file.getFileName()).toString()
        : file.toString();
  }

  @Test
  void open_refusedOnce_opensWhenTheCauseIsGone() {
    Path file = storeIn(folder);
    Sql.change(file, "PRAGMA user_version = 99");
    assertThatThrownBy(() -> Managers.open(file)).hasMessageContaining("file format 99");
    Sql.change(file, "PRAGMA user_version = 1");

    try (var manager = Managers.open(file)) {
      assertThat(Managers.untyped(manager, "users").get("a")).isEqualTo(1);
    }
  }

  @Test
  void open_emptyFile_countsAsAbsent() throws IOException {
    Path file = Files.createFile(folder.resolve("store.db"));
    try (var manager = Managers.open(file)) {
      Managers.untyped(manager, "users").put("a", 1);
    }
    try (var manager = Managers.open(file)) {
      assertThat(Managers.untyped(manager, "users").get("a")).isEqualTo(1);
    }
  }

  @Test
  void open_storeWithoutItsTables_isRefusedAndFreeAfterwards() {
    Path file = storeIn(folder);
    Sql.change(file, "ALTER TABLE thermae_meta RENAME TO gone");
    assertThatThrownBy(() -> Managers.open(file))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining(file.toString());
    Sql.change(file, "ALTER TABLE gone RENAME TO thermae_meta");

    try (var manager = Managers.open(file)) {
      assertThat(Managers.untyped(manager, "users").get("a")).isEqualTo(1);
    }
  }

  @Test
  void open_storeWithoutItsClasses_isRefusedAndFreeAfterwards() {
    Path file = storeIn(folder);
    Sql.change(file, "ALTER TABLE thermae_class RENAME TO gone");
    assertThatThrownBy(() -> Managers.open(file))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining(file.toString());
    Sql.change(file, "ALTER TABLE gone RENAME TO thermae_class");

    try (var manager = Managers.open(file)) {
      assertThat(Managers.untyped(manager, "users").get("a")).isEqualTo(1);
    }
  }

  @Test
  void getCacheManager_pathIsASocket_isRefusedAndStays() throws IOException {
    Path socket = folder.resolve("socket");
    try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listening.bind(UnixDomainSocketAddress.of(socket));

      assertThatThrownBy(() -> Managers.open(socket))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining(socket.toString())
          .hasMessageContaining("neither a file nor absent")
          .hasMessageContaining("thermae.store.path");
      assertThat(Files.exists(socket)).isTrue();
      assertThat(Files.isRegularFile(socket)).isFalse();
    }
  }
}
