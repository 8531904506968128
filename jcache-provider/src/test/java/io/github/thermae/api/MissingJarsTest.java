package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.config.Compression;
import io.github.thermae.config.EncryptionOptions;
import io.github.thermae.config.KeyDerivation;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without the optional jars everything else works, and who asks for more is told what to add. */
final class MissingJarsTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void setUp() {
    file = Store.fileIn(folder);
  }

  /** What a process answers that has neither Bouncy Castle nor LZ4 on its class path. */
  private String ask(String what) throws IOException {
    return ReducedJvm.run(
        entry -> entry.contains("bcprov") || entry.contains("lz4"),
        MissingJarsTest.class,
        what,
        file.toString());
  }

  @Test
  void argon2id_withoutBouncyCastle_namesItAndMakesNothing() throws Exception {
    assertThat(ask("argon2id"))
        .contains(
            "Argon2id needs Bouncy Castle, which is not on the class path: add"
                + " org.bouncycastle:bcprov-jdk18on (1.86 or later), or make the store with"
                + " thermae.store.encryption.kdf=pbkdf2");
    assertThat(Folders.namesIn(folder)).isEmpty();
  }

  @Test
  void pbkdf2_withoutBouncyCastle_works() throws Exception {
    assertThat(ask("pbkdf2")).isEqualTo("found 34");
  }

  @Test
  void lz4_withoutItsJar_namesItWhenTheCacheIsCreated() throws Exception {
    assertThat(ask("lz4"))
        .contains("LZ4 is not on the class path")
        .contains("at.yawk.lz4:lz4-java");
  }

  /** Nothing is lost: with the jar the row is there again. */
  @Test
  void compressedRows_withoutTheJar_areNotThrownAway() throws Exception {
    try (CacheManager manager = Managers.open(file)) {
      manager
          .createCache("users", users().compression(Compression.LZ4).build())
          .put("long", "x".repeat(5_000));
    }
    assertThat(ask("read")).isEqualTo("found null, quarantined 0");
    try (CacheManager manager = Managers.open(file)) {
      assertThat(manager.createCache("users", users().build()).get("long")).hasSize(5_000);
    }
  }

  private static ThermaeConfiguration.Builder<String, String> users() {
    return ThermaeConfiguration.builder(String.class, String.class);
  }

  /** Runs in the other process. */
  public static void main(String[] arguments) {
    StoreOptions.Builder options = Managers.at(Path.of(arguments[1]));
    ThermaeConfiguration.Builder<String, String> users = users();
    switch (arguments[0]) {
      case "argon2id" -> options.encryption(password(KeyDerivation.ARGON2ID));
      case "pbkdf2" -> options.encryption(password(KeyDerivation.PBKDF2));
      case "lz4" -> users.compression(Compression.LZ4);
      default -> {}
    }
    try (CacheManager manager = Managers.open(options.build())) {
      var cache = manager.createCache("users", users.build());
      if (arguments[0].equals("read")) {
        System.out.print("found " + cache.get("long") + ", quarantined ");
        System.out.println(Managers.tiersOf(cache).quarantinedRows());
      } else {
        cache.put("alice", "34");
        System.out.println("found " + cache.get("alice"));
      }
    } catch (CacheException e) {
      System.out.println(e.getMessage());
    }
  }

  private static EncryptionOptions password(KeyDerivation derivation) {
    return EncryptionOptions.passwordFrom("secret"::toCharArray).withKeyDerivation(derivation);
  }
}
