package io.github.thermae.writebehind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.thermae.ThermaeCache;
import io.github.thermae.ThermaeManager;
import io.github.thermae.api.Sql;
import io.github.thermae.config.CacheOptions;
import io.github.thermae.config.Compression;
import io.github.thermae.config.EncryptionOptions;
import io.github.thermae.config.KeyDerivation;
import io.github.thermae.config.PersistMode;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.model.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The queue of an encrypted and compressed store. */
@Timeout(60)
class SealedQueueTest extends AnyBehind {
  private static final String SECRET = "Quetzalcoatl".repeat(20);

  @Override
  Properties settings(Mode mode) {
    return StoreOptions.builder()
        .path(file())
        .persistMode(mode == Mode.LAZY ? PersistMode.LAZY : PersistMode.WRITE_THROUGH)
        .encryption(
            EncryptionOptions.passwordFrom("test password"::toCharArray)
                .withKeyDerivation(KeyDerivation.PBKDF2))
        .defaults(
            CacheOptions.NONE
                .withCompression(Compression.LZ4)
                .withCompressionMinBytes(CacheOptions.LEAST_COMPRESSION_MIN_BYTES))
        .build()
        .toProperties();
  }

  @Test
  void restart_whatWasQueuedIsDelivered() {
    ThermaeCache<String, String> cache = open(Mode.WRITE_THROUGH, PATIENT.withCoalescing(false));
    cache.put("a", SECRET + "1");
    cache.put("a", SECRET + "2");
    cache.remove("b");
    ThermaeCache<String, String> again = reopen(Mode.WRITE_THROUGH, PATIENT.withCoalescing(false));
    assertThat(behind(again).flush(LONG)).isTrue();
    assertThat(database.log)
        .containsExactlyInAnyOrder("a=" + SECRET + "1", "a=" + SECRET + "2", "b-");
    assertThat(database.rows).isEqualTo(Map.of("a", SECRET + "2"));
    assertThat(statistics(reopen(Mode.WRITE_THROUGH, PATIENT)).queuedOperations()).isZero();
  }

  @Test
  void lazyRestart_whatWasQueuedIsDelivered() {
    open(Mode.LAZY, PATIENT).put("a", SECRET);
    assertThat(behind(reopen(Mode.LAZY, PATIENT)).flush(LONG)).isTrue();
    assertThat(database.rows).isEqualTo(Map.of("a", SECRET));
  }

  @Test
  void queuedKeysAndValues_areNotInTheFile() throws IOException {
    database.refused.add(SECRET);
    ThermaeCache<String, String> cache = open(Mode.WRITE_THROUGH, EAGER.withRetryAttempts(1));
    cache.put(SECRET, SECRET);
    await()
        .until(
            () ->
                statistics(cache).deadLetters() == 1 && statistics(cache).queuedOperations() == 0);
    assertThat(behind(cache).deadLetters()).hasSize(1);
    behind(cache).pause();
    cache.put(SECRET, SECRET);
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          .doesNotContain("Quetzalcoatl")
          .doesNotContain("write-behind");
    }
  }

  @Test
  void rotatedDataKey_queueIsReadable() {
    ThermaeCache<String, String> cache = open(Mode.WRITE_THROUGH, PATIENT);
    cache.put("a", SECRET);
    manager(Mode.WRITE_THROUGH).unwrap(ThermaeManager.class).rotateDataKey((done, total) -> {});
    cache.put("b", SECRET);
    assertThat(behind(reopen(Mode.WRITE_THROUGH, PATIENT)).flush(LONG)).isTrue();
    assertThat(database.rows).isEqualTo(Map.of("a", SECRET, "b", SECRET));
  }

  @Test
  void queueRowUnderAnotherNumber_isNotAuthentic() {
    ThermaeCache<String, String> cache = open(Mode.WRITE_THROUGH, PATIENT.withCoalescing(false));
    cache.put("a", "1");
    cache.put("b", "1");
    manager(Mode.WRITE_THROUGH).close();
    // Of the tables with two rows one is the cache's own, with the lower number.
    Object queue =
        Sql.column(file(), "SELECT \"table\" FROM thermae_cache ORDER BY id LIMIT 1 OFFSET 1")
            .get(0);
    Sql.change(file(), "UPDATE \"" + queue + "\" SET updated_at = updated_at + 1 WHERE id = 1");
    ThermaeCache<String, String> again = open(Mode.WRITE_THROUGH, PATIENT);
    assertThat(behind(again).flush(LONG)).isTrue();
    assertThat(database.rows).hasSize(1);
    assertThat(statistics(again).unreadable()).isEqualTo(1);
  }
}
