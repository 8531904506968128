package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeException;
import io.github.thermae.config.CacheOptions;
import io.github.thermae.config.Jsr107Options;
import io.github.thermae.config.PersistMode;
import io.github.thermae.config.Settings;
import io.github.thermae.config.SettingsReader;
import io.github.thermae.config.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a configuration file may say, what of it holds, and what is said when it is wrong. */
final class ConfigFileTest {
  private static final Properties NONE = new Properties();

  @TempDir Path folder;

  // ------------------------------------------------------------------ values

  @Test
  void read_everyPlace_isRead() {
    StoreOptions options =
        options(
            """
            store {
              path = data/app.db
              persist-mode = lazy
              flush-interval = 1s500ms
              queue { max-entries = 10_000, max-bytes = 64MB }
              warm.max-bytes = 25%
              cold.max-bytes = "1 GB"
              shutdown-hook = false
              allowed-classes = [ "com.acme.**", com.example.Order ]
            }
            defaults { hot.max-entries = 1000, ttl = eternal }
            caches {
              users { ttl = 1h30m, key-type = String }
              "eco.Book" { expire-after-access = PT10M }
              "eco.*" { hot.max-bytes = 5mb, codec = json }
            }
            """);

    assertThat(options.path()).contains(Path.of("data/app.db"));
    assertThat(options.persistMode()).isEqualTo(PersistMode.LAZY);
    assertThat(options.flushInterval()).isEqualTo(Duration.ofMillis(1_500));
    assertThat(options.queueMaxEntries()).isEqualTo(10_000);
    assertThat(options.queueMaxBytes()).isEqualTo(64L << 20);
    assertThat(options.warmMaxBytes()).isEqualTo(Runtime.getRuntime().maxMemory() / 4);
    assertThat(options.coldMaxBytes()).hasValue(1L << 30);
    assertThat(options.shutdownHook()).isFalse();
    assertThat(options.allowedClasses()).containsExactly("com.acme.**", "com.example.Order");
    assertThat(options.cache("users"))
        .isEqualTo(
            CacheOptions.NONE
                .withHotMaxEntries(1_000)
                .withTtl(Duration.ofMinutes(90))
                .withJsr107(Jsr107Options.NONE.withKeyType("String")));
    assertThat(options.cache("eco.Book"))
        .as("its own entry, then the template, then the defaults")
        .isEqualTo(
            CacheOptions.NONE
                .withHotMaxBytes(5L << 20)
                .withCodec("json")
                .withExpireAfterAccess(Duration.ofMinutes(10)));
    assertThat(options.cache("others"))
        .isEqualTo(CacheOptions.NONE.withHotMaxEntries(1_000).withTtl(CacheOptions.ETERNAL));
  }

  @ParameterizedTest
  @CsvSource({
    "100MB, 104857600",
    "100M, ",
    "1e3, ",
    "1024, 1024",
    "10_000, 10000",
    "\"64 kb\", 65536",
    "101%, ",
    "0%, 0",
    "-1, "
  })
  void read_size_isOursAndNotThatOfHocon(String written, Long bytes) {
    if (bytes == null) {
      assertThatThrownBy(() -> options("store.warm.max-bytes = " + written))
          .hasMessageContaining("store.warm.max-bytes in " + file() + ", line 1: expected a ")
          .hasMessageEndingWith("but found '" + written + "'");
    } else {
      assertThat(options("store.warm.max-bytes = " + written).warmMaxBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void read_partOfTheHeapForTheFile_isRefused() {
    assertThatThrownBy(() -> options("store { path = x.db, cold.max-bytes = 25% }"))
        .hasMessageContaining("store.cold.max-bytes in " + file() + ", line 1: expected a number")
        .hasMessageEndingWith("but found '25%'");
  }

  @Test
  void read_json_isReadToo() {
    StoreOptions options =
        options(
            """
            {
              "$schema": "thermae.schema.json",
              "store": { "path": "app.db", "queue": { "max-entries": 5 } },
              "caches": { "eco.*": { "ttl": "5s" } }
            }
            """);

    assertThat(options.queueMaxEntries()).isEqualTo(5);
    assertThat(options.cache("eco.Book").ttl()).contains(Duration.ofSeconds(5));
  }

  @Test
  void read_nothingInside_isNothing() {
    assertThat(options("# nothing\n").toProperties()).isEmpty();
    assertThat(options("").toProperties()).isEmpty();
    assertThat(options("store {}\ndefaults {}\ncaches {}\n").toProperties()).isEmpty();
    assertThat(options("defaults.ttl = 5s\ndefaults.ttl = null").toProperties()).isEmpty();
  }

  @Test
  void read_compressionAndItsBound_standTogether() {
    CacheOptions options =
        options("defaults { compression = lz4\n compression-min-bytes = 2KB }").defaults();

    assertThat(options.compression()).isPresent();
    assertThat(options.compressionMinBytes()).hasValue(2_048);
  }

  // ------------------------------------------------------------------ environment and secrets

  @Test
  void read_variable_isSubstituted() {
    Settings settings =
        settings(
            """
            store.path = ${DATA}"/app.db"
            defaults.ttl = 5s
            defaults.ttl = ${?TTL}
            defaults.hot.max-entries = ${?MISSING}
            caches.users.ttl = ${defaults.ttl}
            """,
            Map.of("DATA", "/var/app", "TTL", "7s", "BASH_FUNC_x%%", "() { }"));

    assertThat(settings.options().path()).contains(Path.of("/var/app/app.db"));
    assertThat(settings.options().defaults())
        .isEqualTo(CacheOptions.NONE.withTtl(Duration.ofSeconds(7)));
    assertThat(settings.cache("users").ttl()).contains(Duration.ofSeconds(7));
    assertThat(originOf(settings, "store.path")).isEqualTo(file() + ", line 1");
  }

  @Test
  void read_variableThatIsMissing_isToldWithItsLineBesideOtherProblems() {
    assertThatThrownBy(
            () -> options("defaults.ttl = soon\nstore.path = ${NO_SUCH_VARIABLE}\nstore.x = 1"))
        .isInstanceOf(ThermaeException.class)
        .hasMessageStartingWith("3 problems with the settings:")
        .hasMessageContaining(file() + ": 2: ")
        .hasMessageContaining("${NO_SUCH_VARIABLE}")
        .hasMessageContaining("defaults.ttl in " + file() + ", line 1")
        .hasMessageContaining("store.x in " + file() + ", line 3");
  }

  @ParameterizedTest
  @CsvSource({
    "store = ${NOPE}",
    "caches = ${NOPE}",
    "caches.users = ${NOPE}",
    "defaults = {} ${NOPE}"
  })
  void read_variableInPlaceOfASection_isToldOnce(String text) {
    assertThatThrownBy(() -> options(text))
        .hasMessageStartingWith(file() + ": 1: ")
        .hasMessageContaining("${NOPE}")
        .hasMessageNotContaining("problems");
  }

  @ParameterizedTest
  @CsvSource({"hunter2", "\"hunter2\"", "${PASSWORD}"})
  void read_passwordInTheFile_isRefusedWithAdviceAndNotShown(String written) {
    assertThatThrownBy(
            () ->
                settings(
                    "store { path = app.db\n encryption.password = " + written + " }",
                    Map.of("PASSWORD", "hunter2")))
        .hasMessageContaining(
            "store.encryption.password in " + file() + ", line 2: a password must")
        .hasMessageContaining("password-env = APP_PASSWORD")
        .hasMessageContaining("password-file = /run/secrets/app")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void read_environment_winsOverTheFileAndLosesToProperties() throws IOException {
    write("store.path = file.db\nstore.preload = 1\ndefaults { ttl = 1s, codec = json }");
    Map<String, String> environment =
        Map.of(
            "THERMAE_STORE_PATH", "env.db",
            "THERMAE_STORE_PRELOAD", "2",
            "THERMAE_STORE_WARM_MAX_BYTES", "1MB",
            "THERMAE_DEFAULTS_TTL", "2s",
            "THERMAE_PORT_6379_TCP", "tcp://10.0.0.1:6379",
            "THERMAE_STORE_SERVICE_HOST", "10.0.0.1");
    Settings settings =
        SettingsReader.read(
            file().toUri(),
            ConfigFileTest.class.getClassLoader(),
            properties("thermae.store.preload", "4"),
            properties("thermae.store.preload", "3", "thermae.defaults.hot.max-entries", "3"),
            environment);

    assertThat(settings.options().path()).contains(Path.of("env.db"));
    assertThat(settings.options().preload()).isEqualTo(4);
    assertThat(settings.options().warmMaxBytes()).isEqualTo(1 << 20);
    assertThat(settings.options().defaults())
        .isEqualTo(
            CacheOptions.NONE
                .withHotMaxEntries(3)
                .withTtl(Duration.ofSeconds(2))
                .withCodec("json"));
    assertThat(originOf(settings, "store.path")).isEqualTo("the environment");
    assertThat(originOf(settings, "store.preload"))
        .isEqualTo("the properties given to getCacheManager");
    assertThat(originOf(settings, "defaults.hot.max-entries")).isEqualTo("the system properties");
    assertThat(originOf(settings, "defaults.codec")).isEqualTo(file() + ", line 3");
    assertThat(originOf(settings, "defaults.compression")).isEqualTo("default");
    assertThat(settings.summary())
        .isEqualTo(
            "file "
                + Path.of("env.db").toAbsolutePath()
                + ", write-through; hot: 3 entries per cache, warm: 1 MB, cold: what the disk holds;"
                + " settings from the properties given to getCacheManager, the system properties, the"
                + " environment, "
                + file());
  }

  @Test
  void read_wrongValueInTheEnvironment_namesTheVariable() {
    assertThatThrownBy(() -> settings("", Map.of("THERMAE_DEFAULTS_HOT_MAX_ENTRIES", "many")))
        .hasMessageStartingWith("THERMAE_DEFAULTS_HOT_MAX_ENTRIES in the environment: expected a");
  }

  @Test
  void read_boundInAnotherUnitByAHigherSource_replacesThatOfTheFile() throws IOException {
    write(
        "defaults { hot.max-entries = 5, ttl = 1s }\nstore { path = x, encryption.password-file = f }");
    Settings settings =
        SettingsReader.read(
            file().toUri(),
            ConfigFileTest.class.getClassLoader(),
            NONE,
            properties(
                "thermae.defaults.hot.max-bytes", "1MB",
                "thermae.defaults.expire-after-access", "2s",
                "thermae.store.encryption.password", "hunter2"),
            Map.of());

    assertThat(settings.options().defaults())
        .isEqualTo(
            CacheOptions.NONE
                .withHotMaxBytes(1 << 20)
                .withExpireAfterAccess(Duration.ofSeconds(2)));
    assertThat(settings.effective())
        .filteredOn(setting -> setting.name().startsWith("store.encryption.password"))
        .extracting(Object::toString)
        .containsExactlyInAnyOrder(
            "store.encryption.password = (hidden)  # the system properties",
            "store.encryption.password-file = none  # default",
            "store.encryption.password-env = none  # default");
    assertThat(settings.effective().toString()).doesNotContain("hunter2");
  }

  // ------------------------------------------------------------------ what is wrong

  @Test
  void read_unknownName_tellsFileLineNearestAndAllowed() {
    assertThatThrownBy(() -> options("store {\n  path = x.db\n  flush-intervall = 5s\n}"))
        .isInstanceOf(ThermaeException.class)
        .hasMessageStartingWith(
            "store.flush-intervall in "
                + file()
                + ", line 3: unknown name, did you mean flush-interval? Allowed here: path, "
                + "persist-mode, synchronous, flush-interval")
        .hasMessageContaining("queue.max-entries")
        .hasMessageNotContaining("encryption.password,");
    assertThatThrownBy(() -> options("caches.users.ttll = 5s"))
        .hasMessageStartingWith(
            "caches.\"users\".ttll in "
                + file()
                + ", line 1: unknown name, did you mean ttl? Allowed here: hot.max-entries");
    assertThatThrownBy(() -> options("default { ttl = 5s }"))
        .hasMessage(
            "default in "
                + file()
                + ", line 1: unknown name, did you mean defaults?"
                + " Allowed here: store, defaults, caches");
  }

  @Test
  void read_everythingWrong_isToldAtOnceFromTopToBottom() {
    assertThatThrownBy(
            () ->
                options(
                    """
                    store {
                      pth = app.db
                      queue.max-entries = many
                    }
                    defaults {
                      ttl = soon
                      hot { max-entrys = 5 }
                    }
                    caches {
                      users = 5
                      orders { codec { json = true } }
                    }
                    thermae { store { path = x } }
                    """))
        .hasMessageMatching(
            "(?s)7 problems with the settings:"
                + ".*store.pth in .*, line 2: unknown name, did you mean path.*"
                + ".*defaults.hot.max-entrys in .*, line 7: unknown name, did you mean hot.max-ent.*"
                + ".*caches.users in .*, line 10: expected a section.*"
                + ".*caches.\"orders\".codec in .*, line 11: expected a value, but found a section.*"
                + ".*thermae in .*, line 13: names in this file have no prefix.*"
                + ".*store.queue.max-entries in .*, line 3: expected a whole number.*"
                + ".*defaults.ttl in .*, line 6: expected a duration.*");
  }

  @Test
  void read_dottedCacheNameWithoutQuotes_getsTheHintToQuoteIt() {
    assertThatThrownBy(() -> options("caches {\n  eco.Book { ttl = 1h }\n}"))
        .hasMessageStartingWith("caches.\"eco\".Book in " + file() + ", line 2: unknown name.")
        .hasMessageEndingWith(
            "If the name of the cache is eco.Book, write it in quotes: \"eco.Book\" { ... }");
    assertThatThrownBy(() -> options("caches { org.acme.Book {} }"))
        .hasMessageEndingWith("write it in quotes: \"org.acme.Book\" { ... }");
    assertThatThrownBy(() -> options("caches { eco.* { ttl = 1h } }"))
        .hasMessageEndingWith("stand in quotes: \"eco.*\" { ... }");
  }

  @Test
  void read_brokenSyntax_tellsTheLine() {
    assertThatThrownBy(() -> options("store {\n  path = x\n"))
        .isInstanceOf(ThermaeException.class)
        .hasMessageStartingWith(file() + ": ")
        .hasMessageContaining("end of file");
  }

  @ParameterizedTest
  @CsvSource({
    "include \"other.conf\"",
    "include file(\"/etc/other.conf\")",
    "include url(\"http://127.0.0.1:1/x\")",
    "include classpath(\"thermae.conf\")"
  })
  void read_include_isRefused(String include) {
    assertThatThrownBy(() -> options(include)).hasMessageContaining("take the include out");
  }

  @Test
  void read_contradictionOfTheFile_isTold() {
    assertThatThrownBy(() -> options("defaults { ttl = 1s\n expire-after-access = 1s }"))
        .hasMessageContaining("set one of them, not both");
    assertThatThrownBy(() -> options("store.synchronous = full"))
        .hasMessageContaining("store.path is not set");
  }

  // ------------------------------------------------------------------ templates

  @ParameterizedTest
  @CsvSource({
    "eco.Book, 2s",
    "eco.book.Page, 3s",
    "eco., 2s",
    "ecoBook, 1s",
    "x.Page, 4s",
    "'', 1s",
    "a[b, 1s"
  })
  void cache_ofSeveralTemplates_takesTheMostSpecific(String name, String ttl) {
    Settings settings =
        settings(
            """
            caches {
              "*" { ttl = 1s }
              "eco.*" { ttl = 2s }
              "eco.b*.Page" { ttl = 3s }
              "*Page" { ttl = 4s }
            }
            """,
            Map.of());

    assertThat(settings.cache(name).ttl()).contains(Duration.parse("PT" + ttl));
    assertThat(settings.options().cache(name)).isEqualTo(settings.cache(name));
  }

  @Test
  void cache_ofTwoTemplatesAlike_isAnErrorThatNamesBothLines() {
    Settings settings =
        settings("caches {\n  \"eco.*\" { ttl = 1s }\n\n  \"*.eco\" { ttl = 2s }\n}", Map.of());

    assertThat(settings.cache("eco.Book").ttl()).contains(Duration.ofSeconds(1));
    assertThatThrownBy(() -> settings.cache("eco.eco"))
        .isInstanceOf(ThermaeException.class)
        .hasMessage(
            "cache 'eco.eco': the templates \"*.eco\" (%s, line 4) and \"eco.*\" (%s, line 2) fit it"
                + " equally well: give the cache an entry of its own, or make one of the templates"
                + " more specific",
            file(), file());
  }

  // ------------------------------------------------------------------

  private Path file() {
    return folder.resolve("app.conf");
  }

  private void write(String text) throws IOException {
    Files.writeString(file(), text);
  }

  private StoreOptions options(String text) {
    return settings(text, Map.of()).options();
  }

  private Settings settings(String text, Map<String, String> environment) {
    try {
      write(text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return SettingsReader.read(
        file().toUri(), ConfigFileTest.class.getClassLoader(), NONE, NONE, environment);
  }

  private static String originOf(Settings settings, String name) {
    return settings.effective().stream()
        .filter(setting -> setting.name().equals(name))
        .findFirst()
        .orElseThrow()
        .origin();
  }

  private static Properties properties(String... namesAndValues) {
    Properties properties = new Properties();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
    }
    return properties;
  }
}
