package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.RotationListener;
import io.github.thermae.ThermaeException;
import io.github.thermae.ThermaeManager;
import io.github.thermae.config.EncryptionOptions;
import io.github.thermae.config.KeyDerivation;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Encrypted stores as users see them: passwords, refusals, new passwords and new keys. */
final class EncryptionTest {
  private static final String PASSWORD = "correct horse battery";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void setUp() {
    file = Store.fileIn(folder);
  }

  private static Supplier<char[]> text(String password) {
    return password::toCharArray;
  }

  private static EncryptionOptions by(String password) {
    return EncryptionOptions.passwordFrom(text(password)).withKeyDerivation(KeyDerivation.PBKDF2);
  }

  private CacheManager open(EncryptionOptions encryption) {
    return Managers.open(Managers.at(file).encryption(encryption).build());
  }

  private CacheManager open(String password) {
    return open(by(password));
  }

  private static Cache<String, String> users(CacheManager manager) {
    return Managers.cache(manager, "users", String.class, String.class);
  }

  private void fill(EncryptionOptions encryption) {
    try (CacheManager manager = open(encryption)) {
      users(manager).put("alice", "34");
    }
  }

  private void assertOpens(EncryptionOptions encryption) {
    try (CacheManager manager = open(encryption)) {
      assertThat(users(manager).get("alice")).isEqualTo("34");
    }
  }

  // ------------------------------------------------------------------ ways to give a password

  @ParameterizedTest
  @EnumSource
  void restart_samePassword_findsTheEntries(KeyDerivation derivation) {
    EncryptionOptions options =
        EncryptionOptions.passwordFrom(text(PASSWORD)).withKeyDerivation(derivation);
    fill(options);
    assertOpens(options);
  }

  @Test
  void passwordFile_withALineEnd_isReadWithoutIt() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "pässword\r\n");
    fill(EncryptionOptions.passwordFile(secret).withKeyDerivation(KeyDerivation.PBKDF2));

    assertOpens(by("pässword"));
    Properties settings = new Properties();
    settings.setProperty("thermae.store.path", file.toString());
    settings.setProperty("thermae.store.encryption.password-file", secret.toString());
    settings.setProperty("thermae.store.encryption.kdf", "pbkdf2");
    try (CacheManager manager = Managers.open(settings)) {
      assertThat(users(manager).get("alice")).isEqualTo("34");
    }
  }

  /** The build gives tests a password in their environment. */
  @Test
  void passwordEnvironment_variable_isRead() {
    Map.Entry<String, String> variable =
        System.getenv().entrySet().stream()
            .filter(entry -> !entry.getValue().isEmpty())
            .findFirst()
            .orElseThrow();
    fill(
        EncryptionOptions.passwordEnvironment(variable.getKey())
            .withKeyDerivation(KeyDerivation.PBKDF2));

    assertOpens(by(variable.getValue()));
  }

  @Test
  void password_setting_opensTheStoreAndIsShownNowhere() {
    fill(by(PASSWORD));
    Properties settings = new Properties();
    settings.setProperty("thermae.store.path", file.toString());
    settings.setProperty("thermae.store.encryption.password", PASSWORD);
    try (CacheManager manager = Managers.open(settings)) {
      assertThat(users(manager).get("alice")).isEqualTo("34");
      assertThat(manager.getProperties().toString()).doesNotContain(PASSWORD);
    }
  }

  @Test
  void password_asChars_isUsedOnceAndTheCallersArrayIsLeft() {
    char[] password = PASSWORD.toCharArray();
    EncryptionOptions once =
        EncryptionOptions.password(password).withKeyDerivation(KeyDerivation.PBKDF2);
    password[0] = 'X';
    fill(once);

    assertThat(password[1]).isEqualTo('o');
    assertThatThrownBy(() -> open(once))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("was used before and has been wiped")
        .hasMessageContaining("EncryptionOptions.passwordFrom");
    assertOpens(by(PASSWORD));
  }

  @Test
  void callback_array_isWipedAfterUse() {
    AtomicReference<char[]> given = new AtomicReference<>(new char[0]);
    EncryptionOptions options =
        EncryptionOptions.passwordFrom(
                () -> {
                  given.set(PASSWORD.toCharArray());
                  return given.get();
                })
            .withKeyDerivation(KeyDerivation.PBKDF2);
    fill(options);
    assertThat(given.get()).containsOnly('\0');
    assertThatThrownBy(
            () ->
                options.withPassword(
                    password -> {
                      throw new IllegalStateException("failed");
                    }))
        .hasMessage("failed");
    assertThat(given.get()).containsOnly('\0');
  }

  @Test
  void options_asTextAndAsProperties_neverShowThePassword() {
    EncryptionOptions options = EncryptionOptions.password(PASSWORD.toCharArray());
    StoreOptions store = Managers.at(file).encryption(options).build();
    Properties text = new Properties();
    text.setProperty("thermae.store.path", "a.db");
    text.setProperty("thermae.store.encryption.password", PASSWORD);

    assertThat(store.toString())
        .contains("EncryptionOptions by a password given as char[], argon2id")
        .doesNotContain(PASSWORD);
    assertThat(store.toProperties().toString()).doesNotContain(PASSWORD);
    assertThat(
            io.github.thermae.config.SettingsReader.read(text, new Properties(), "default")
                .toString())
        .contains("by store.encryption.password, argon2id")
        .doesNotContain(PASSWORD);
  }

  // ------------------------------------------------------------------ refusals

  /** What is refused leaves every file as it was. */
  private void assertRefused(StoreOptions options, String... said) {
    Map<String, String> before = Folders.stateOf(folder);
    assertThatThrownBy(() -> Managers.open(options))
        .isInstanceOf(CacheException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(said))
        .satisfies(e -> assertThat(chain(e)).doesNotContain("wrong horse"));
    assertThat(Folders.stateOf(folder)).isEqualTo(before);
  }

  private static String chain(Throwable error) {
    List<String> texts = new ArrayList<>();
    for (Throwable e = error; e != null; e = e.getCause()) {
      texts.add(e.toString());
    }
    return texts.toString();
  }

  private StoreOptions with(EncryptionOptions encryption) {
    return Managers.at(file).encryption(encryption).build();
  }

  @ParameterizedTest
  @EnumSource
  void wrongPassword_isToldAndChangesNothing(KeyDerivation derivation) {
    fill(EncryptionOptions.passwordFrom(text(PASSWORD)).withKeyDerivation(derivation));
    assertRefused(
        with(by("wrong horse")),
        "Store " + file,
        "the password does not open it",
        "Nothing was changed. Give the right password in thermae.store.encryption.password");
    assertOpens(by(PASSWORD));
  }

  @Test
  void noPassword_encryptedStore_isToldAndChangesNothing() {
    fill(by(PASSWORD));
    assertRefused(
        Managers.at(file).build(),
        "Store "
            + file
            + " is encrypted, and no password was given. Nothing was changed. Set"
            + " thermae.store.encryption.password-file");
  }

  @Test
  void password_plainStore_isToldAndChangesNothing() {
    try (CacheManager manager = Managers.open(file)) {
      users(manager).put("alice", "34");
    }
    assertRefused(
        with(by(PASSWORD)),
        "Store " + file + " is not encrypted, but a password was given. Nothing was changed.");
  }

  @Test
  void emptyPassword_isToldBeforeAnythingIsMade() {
    assertRefused(with(by("")), "the password of the store is empty");
    fill(by(PASSWORD));
    assertRefused(with(by("")), "the password of the store is empty");
  }

  @Test
  void missingSources_areTold() throws Exception {
    assertRefused(
        with(EncryptionOptions.passwordEnvironment("THERMAE_NOT_SET")),
        "store.encryption.password-env names the environment variable THERMAE_NOT_SET, which is not"
            + " set");
    assertRefused(
        with(EncryptionOptions.passwordFile(folder.resolve("none"))),
        "store.encryption.password-file: the file " + folder.resolve("none") + " cannot be read");
    Path large = Files.write(folder.resolve("large"), new byte[5_000]);
    assertRefused(
        with(EncryptionOptions.passwordFile(large)),
        "at most 4096 bytes expected, but " + large + " is longer");
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xFF, 'a'});
    assertRefused(with(EncryptionOptions.passwordFile(binary)), "is not text in UTF-8");
  }

  @Test
  void damagedKeys_areTold() {
    fill(by(PASSWORD));
    Sql.change(file, "UPDATE thermae_meta SET value = x'0102' WHERE name = 'keys'");
    assertRefused(with(by(PASSWORD)), "the keys in thermae_meta are damaged: it is too short");
    Sql.change(file, "UPDATE thermae_meta SET value = zeroblob(65537) WHERE name = 'keys'");
    assertRefused(with(by(PASSWORD)), "the keys in thermae_meta are missing or damaged");
    Sql.change(file, "DELETE FROM thermae_meta WHERE name = 'keys'");
    assertRefused(with(by(PASSWORD)), "the keys in thermae_meta are missing or damaged");
  }

  @Test
  void settings_thatContradict_areTold() {
    assertThatThrownBy(() -> StoreOptions.builder().encryption(by(PASSWORD)).build())
        .isInstanceOf(ThermaeException.class)
        .hasMessageContaining("is set, but store.path is not");
    assertProblem(
        Map.of("store.encryption.kdf", "pbkdf2"),
        "store.encryption.kdf is pbkdf2, but there is no password");
    assertProblem(
        Map.of("store.encryption.password", "wrong horse", "store.encryption.password-env", "X"),
        "store.encryption.password and store.encryption.password-env are both set");
    assertProblem(
        Map.of("store.encryption.password", "wrong horse", "store.encryption.kdf", "md5"),
        "expected one of argon2id, pbkdf2, but found 'md5'");
  }

  private void assertProblem(Map<String, String> settings, String said) {
    Properties properties = new Properties();
    properties.setProperty("thermae.store.path", file.toString());
    new TreeMap<>(settings)
        .forEach((name, value) -> properties.setProperty("thermae." + name, value));
    assertThatThrownBy(() -> Managers.open(properties))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining(said)
        .hasMessageNotContaining("wrong horse");
  }

  @Test
  void objectInPlaceOfThePassword_isToldWithoutShowingIt() {
    Properties properties = new Properties();
    properties.put("thermae.store.encryption.password", new AtomicReference<>("wrong horse"));
    assertThatThrownBy(() -> Managers.open(properties))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("expected a string, but found something of class")
        .hasMessageNotContaining("wrong horse");
  }

  // ------------------------------------------------------------------ two managers

  @Test
  void secondManager_needsTheSamePassword() {
    try (CacheManager one = open(PASSWORD)) {
      users(one).put("alice", "34");
      assertThatThrownBy(() -> open("wrong horse"))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("is encrypted, but another password was given");
      assertThatThrownBy(() -> Managers.open(file))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("is encrypted, but no password was given");
      one.unwrap(ThermaeManager.class).changePassword("new password".toCharArray());
      assertThatThrownBy(() -> open(PASSWORD)).isInstanceOf(CacheException.class);
      try (CacheManager two = open("new password")) {
        assertThat(users(two).get("alice")).isEqualTo("34");
      }
    }
  }

  @Test
  void secondManager_withAPasswordOverAPlainStore_isRefused() {
    try (CacheManager one = Managers.open(file)) {
      users(one).put("alice", "34");
      assertThatThrownBy(() -> open(PASSWORD))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("is not encrypted, but a password was given");
    }
  }

  // ------------------------------------------------------------------ new passwords and keys

  @Test
  void changePassword_newOneOpensAndOldOneDoesNot() {
    try (CacheManager manager = open(PASSWORD)) {
      users(manager).put("alice", "34");
      char[] changed = "changed".toCharArray();
      manager.unwrap(ThermaeManager.class).changePassword(changed);
      assertThat(changed).as("the caller's to wipe").isEqualTo("changed".toCharArray());
    }
    assertRefused(with(by(PASSWORD)), "the password does not open it");
    assertOpens(by("changed"));
  }

  @Test
  void changePassword_empty_isRefusedAndTheOldOneHolds() {
    try (CacheManager manager = open(PASSWORD)) {
      users(manager).put("alice", "34");
      assertThatThrownBy(() -> manager.unwrap(ThermaeManager.class).changePassword(new char[0]))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("the new password is empty");
    }
    assertOpens(by(PASSWORD));
  }

  @Test
  void rotateDataKey_entriesOfAllCaches_areThereAfterwards() {
    List<Long> heard = new ArrayList<>();
    try (CacheManager manager = open(PASSWORD)) {
      Cache<String, String> users = users(manager);
      users.put("alice", "34");
      Cache<Integer, String> numbers =
          Managers.cache(manager, "numbers", Integer.class, String.class);
      for (int i = 0; i < 100; i++) {
        numbers.put(i, "v" + i);
      }
      manager.unwrap(ThermaeManager.class).rotateDataKey((done, total) -> heard.add(done));
      manager.unwrap(ThermaeManager.class).rotateDataKey(RotationListener.NONE);
    }
    assertThat(heard).isSorted().endsWith(101L);
    try (CacheManager manager = open(PASSWORD)) {
      Cache<Integer, String> numbers =
          Managers.cache(manager, "numbers", Integer.class, String.class);
      for (int i = 0; i < 100; i++) {
        assertThat(numbers.get(i)).isEqualTo("v" + i);
      }
      assertThat(users(manager).get("alice")).isEqualTo("34");
    }
  }

  /** What is copied back is sealed as it was, and opens with the password. */
  @Test
  void deletedFile_isPutBackEncrypted() throws Exception {
    try (CacheManager manager = open(PASSWORD)) {
      Cache<String, String> users = users(manager);
      users.put("alice", "34");
      Files.delete(file);
      Awaitility.await("the file is there again")
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.exists(file));
      users.put("bob", "35");
    }
    try (CacheManager manager = open(PASSWORD)) {
      Cache<String, String> users = users(manager);
      assertThat(users.get("alice")).isEqualTo("34");
      assertThat(users.get("bob")).isEqualTo("35");
    }
    assertThatThrownBy(() -> Managers.open(file)).isInstanceOf(CacheException.class);
  }

  @Test
  void keysOfAStore_thatIsNotEncrypted_areRefused() {
    try (CacheManager manager = Managers.memory()) {
      ThermaeManager ours = manager.unwrap(ThermaeManager.class);
      assertThatThrownBy(() -> ours.changePassword(new char[] {'a'}))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("is not encrypted");
      assertThatThrownBy(() -> ours.rotateDataKey(RotationListener.NONE))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("is not encrypted");
    }
  }

  // ------------------------------------------------------------------ the rest works as in a plain

  @Test
  void storedCacheNames_ofAnEncryptedStore_areThoseGiven() {
    String odd = "odd name '\"\uD800";
    try (CacheManager manager = open(PASSWORD)) {
      users(manager);
      Managers.untyped(manager, odd).put("a", 1);
    }
    try (CacheManager manager = open(PASSWORD)) {
      assertThat(manager.unwrap(ThermaeManager.class).storedCacheNames())
          .containsExactlyInAnyOrder("users", odd);
      manager.destroyCache(odd);
      assertThat(manager.unwrap(ThermaeManager.class).storedCacheNames()).containsExactly("users");
    }
  }

  @Test
  void integerKeys_ofAnEncryptedStore_areFoundHoweverTheCacheIsDeclaredLater() {
    try (CacheManager manager = open(PASSWORD)) {
      Managers.cache(manager, "numbers", Long.class, String.class).put(7L, "seven");
    }
    try (CacheManager manager = open(PASSWORD)) {
      assertThat(Managers.untyped(manager, "numbers").get(7L)).isEqualTo("seven");
    }
  }

  @Test
  void coldBoundAndPreload_ofAnEncryptedStore_work() {
    StoreOptions options = Managers.at(file).encryption(by(PASSWORD)).preload(5).build();
    ThermaeConfiguration<Integer, String> bounded =
        ThermaeConfiguration.builder(Integer.class, String.class)
            .hotMaxEntries(10)
            .coldMaxEntries(20)
            .build();
    try (CacheManager manager = Managers.open(options)) {
      Cache<Integer, String> cache = manager.createCache("bounded", bounded);
      for (int i = 0; i < 200; i++) {
        cache.put(i, "v" + i);
      }
      assertThat(Managers.tiersOf(cache).coldEntries()).isLessThanOrEqualTo(25);
    }
    try (CacheManager manager = Managers.open(options)) {
      Cache<Integer, String> cache = manager.createCache("bounded", bounded);
      org.awaitility.Awaitility.await().until(() -> Managers.tiersOf(cache).hotEntries() >= 5);
      assertThat(cache.get(199)).isEqualTo("v199");
    }
  }
}
