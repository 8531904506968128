package io.github.thermae.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.RotationListener;
import io.github.thermae.ThermaeManager;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted stores whose process is killed: nothing can be read in them, and they open. */
final class SealedKillTest {
  private static final String PASSWORD = "password 0";
  private static final int KILLS = Integer.getInteger("test.recovery.sealed-kills", 3);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void setUp() {
    file = folder.resolve("sealed.db");
  }

  private static void assertAllThere(Path file, String password) {
    try (CacheManager manager = SealedProcess.open(file, password)) {
      Cache<String, SealedProcess.QuetzalcoatlRecord> cache = SealedProcess.cache(manager);
      for (int i = 0; i < SealedProcess.ENTRIES; i++) {
        assertThat(cache.get(SealedProcess.key(i))).isEqualTo(SealedProcess.value(i));
      }
    }
  }

  // ------------------------------------------------------------------ nothing to read

  /** The files beside the store, its own included, that hold the secret in some form of text. */
  private List<String> filesThatTell() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(SealedKillTest::tells)
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private static boolean tells(Path path) {
    byte[] bytes = read(path);
    for (Charset charset :
        List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
      // Kryo marks the last letter of a text; a part of the word is enough.
      if (contains(bytes, "etzalcoat".getBytes(charset))) {
        return true;
      }
    }
    return false;
  }

  private static byte[] read(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean contains(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  private void killAfterFilling(String password) throws Exception {
    try (SealedProcess process = SealedProcess.start("hold", file, password)) {
      assertThat(process.line()).isEqualTo("filled");
      process.kill();
    }
    assertThat(Files.size(folder.resolve("sealed.db-wal"))).isPositive();
  }

  @Test
  void files_afterKill_holdNoKeyValueOrName() throws Exception {
    killAfterFilling(PASSWORD);
    assertThat(filesThatTell()).isEmpty();
    assertAllThere(file, PASSWORD);

    assertThat(folder.resolve("sealed.db-wal")).doesNotExist();
    assertThat(filesThatTell()).as("and none after it was closed").isEmpty();
    try (CacheManager manager = SealedProcess.open(file, PASSWORD)) {
      SealedProcess.cache(manager);
      manager.unwrap(ThermaeManager.class).rotateDataKey(RotationListener.NONE);
      manager.unwrap(ThermaeManager.class).changePassword("other".toCharArray());
    }
    assertThat(filesThatTell()).as("and none after new keys").isEmpty();
  }

  /** Or the search would find nothing anywhere. */
  @Test
  void files_ofAPlainStore_holdThem() throws Exception {
    killAfterFilling("");
    assertThat(filesThatTell()).containsExactly("sealed.db-wal");
    assertAllThere(file, "");
    assertThat(filesThatTell()).containsExactly("sealed.db");
  }

  /** The log is not folded into the file by one who may not open it. */
  @Test
  void wrongOrNoPassword_afterKill_changesNothing() throws Exception {
    killAfterFilling(PASSWORD);
    Map<String, Integer> before = contents();
    assertThatThrownBy(() -> SealedProcess.open(file, "wrong"))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("the password does not open it");
    assertThat(contents()).isEqualTo(before);
    assertThatThrownBy(() -> SealedProcess.open(file, ""))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("is encrypted, and no password was given");

    assertThat(contents()).isEqualTo(before);
    assertAllThere(file, PASSWORD);
  }

  /** All files but SQLite's index of the log, which is no data: every reader may write it anew. */
  private Map<String, Integer> contents() throws IOException {
    Map<String, Integer> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path path : (Iterable<Path>) files::iterator) {
        String name = path.getFileName().toString();
        contents.put(name, name.endsWith("-shm") ? 0 : Arrays.hashCode(read(path)));
      }
    }
    return contents;
  }

  // ------------------------------------------------------------------ new passwords and keys

  private static Random random() {
    long seed = Long.getLong("test.recovery.seed", System.nanoTime());
    System.out.println("SealedKillTest seed " + seed);
    return new Random(seed);
  }

  @Test
  void kill_whilePasswordsChange_theOldOrTheNewOneOpens() throws Exception {
    Random random = random();
    String password = PASSWORD;
    for (int kill = 0; kill < KILLS; kill++) {
      password = killWhilePasswordsChange(password, random.nextInt(1_500));
      assertAllThere(file, password);
    }
  }

  /** Returns the password that opens the store now. */
  private String killWhilePasswordsChange(String password, int millis) throws Exception {
    List<String> said;
    try (SealedProcess process = SealedProcess.start("password", file, password)) {
      assertThat(process.line()).isEqualTo("filled");
      Thread.sleep(millis);
      said = process.kill();
    }
    String last = said.isEmpty() ? "done 0" : said.get(said.size() - 1);
    int number = Integer.parseInt(last.substring(last.indexOf(' ') + 1));
    if (last.startsWith("done")) {
      return number == 0 ? password : "password " + number;
    }
    String before = number == 1 ? password : "password " + (number - 1);
    return opens(before) ? before : "password " + number;
  }

  private boolean opens(String password) {
    try (CacheManager manager = SealedProcess.open(file, password)) {
      return !manager.isClosed();
    } catch (CacheException e) {
      assertThat(e).hasMessageContaining("the password does not open it");
      return false;
    }
  }

  @Test
  void kill_whileKeysRotate_allEntriesAreThereAndTheRotationGoesOn() throws Exception {
    Random random = random();
    for (int kill = 0; kill < KILLS; kill++) {
      try (SealedProcess process = SealedProcess.start("rotate", file, PASSWORD)) {
        assertThat(process.line()).isEqualTo("filled");
        assertThat(process.line()).startsWith("batch 1");
        Thread.sleep(random.nextInt(50));
        process.kill();
      }
      assertAllThere(file, PASSWORD);
    }
    try (CacheManager manager = SealedProcess.open(file, PASSWORD)) {
      manager.unwrap(ThermaeManager.class).rotateDataKey(RotationListener.NONE);
    }
    assertAllThere(file, PASSWORD);
  }
}
