package io.github.thermae.samples.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an editor says of a {@code thermae.conf} by its schema is what the store says of it. */
class SchemaTest {
  @TempDir Path folder;

  private static String resource(String name) throws IOException {
    ClassLoader loader = SchemaTest.class.getClassLoader();
    try (InputStream in = Objects.requireNonNull(loader.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static List<Error> errors(String conf) throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(resource("thermae.schema.json"));
    String json = ConfigFactory.parseString(conf).root().render(ConfigRenderOptions.concise());
    return schema.validate(json, InputFormat.JSON);
  }

  private void open(String conf) throws IOException {
    Path file = Files.writeString(folder.resolve("thermae.conf"), conf);
    try (ThermaeCachingProvider provider = new ThermaeCachingProvider()) {
      assertThat(provider.getCacheManager(file.toUri(), null).isClosed()).isFalse();
    }
  }

  @Test
  void referenceFile_everySettingAtItsDefault_isValid() throws IOException {
    assertThat(errors(resource("thermae-reference.conf"))).isEmpty();
  }

  @Test
  void samples_all_areValid() throws IOException {
    Path others = Path.of("..", "samples", "src", "main", "resources");
    String configured =
        Files.readString(others.resolve("io/github/thermae/samples/configured/thermae.conf"));
    assertThat(errors(configured)).isEmpty();
    assertThat(errors(resource("thermae.conf"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "defaults.hot.max-entries = 10_000",
        "defaults.hot.max-bytes = 25%",
        "defaults.ttl = eternal",
        "defaults.ttl = 1h30m",
        "defaults.expire-after-access = PT10M",
        "defaults.statistics = \"true\"",
        "defaults.codec = com.acme.OwnCodec",
        "defaults.write-behind { enabled = true, retry.attempts = 3, when-full = drop-oldest }",
        "caches { \"eco.*\" { ttl = 10m, compression = lz4 } }",
        "store.warm.max-bytes = 0",
        "defaults.write-behind.max-delay = 250MS",
      })
  void conf_thatIsRight_isValidForBoth(String conf) throws IOException {
    assertThat(errors(conf)).isEmpty();
    assertThatNoException().isThrownBy(() -> open(conf));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "store.warm.max-byte = 1MB",
        "cache { users { ttl = 1h } }",
        "store.persist-mode = sometimes",
        "store.encryption.password = secret",
        "store.flush-batch = many",
        "defaults.statistics = perhaps",
        "defaults.statistics = off",
        "defaults.write-behind.concurrency = 1000",
        "defaults.write-behind.max-delay = 10",
        "defaults.ttl = soon",
        "defaults.hot.max-entries = { a = 1 }",
        "defaults.hot.max-entries = 0",
        "defaults.hot.max-bytes = 120 parsecs",
        "defaults.write-behind.when-full = explode",
        "defaults.write-behind.batch-sise = 10",
        "caches { users { ttl = 1h, time-to-live = 2h } }",
      })
  void conf_thatIsWrong_isInvalidForBoth(String conf) throws IOException {
    assertThat(errors(conf)).isNotEmpty();
    assertThatExceptionOfType(CacheException.class).isThrownBy(() -> open(conf));
  }
}
