package io.github.thermae.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.EffectiveSetting;
import io.github.thermae.ThermaeManager;
import io.github.thermae.codec.BuiltInCodec;
import io.github.thermae.config.Compression;
import io.github.thermae.config.KeyDerivation;
import io.github.thermae.config.PersistMode;
import io.github.thermae.config.SettingNames;
import io.github.thermae.config.Synchronous;
import io.github.thermae.config.WhenFull;
import io.github.thermae.spring.autoconfigure.ThermaeSpringProperties;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.context.ConfigurableApplicationContext;
import org.yaml.snakeyaml.Yaml;

/** What editors offer in {@code application.yml} is what the code reads, with its defaults. */
class MetadataTest {
  private static final String FILE = "META-INF/spring-configuration-metadata.json";

  @TempDir Path folder;

  private static List<Map<String, Object>> properties() throws IOException {
    return listed("properties");
  }

  @SuppressWarnings("unchecked") // the form of the file is Spring Boot's
  private static List<Map<String, Object>> listed(String what) throws IOException {
    // Every JSON is YAML, and a parser of that is here in any case. Boot's own jars have files of
    // the same name; ours is the one that knows of Thermae.
    for (var url : Collections.list(MetadataTest.class.getClassLoader().getResources(FILE))) {
      try (InputStream in = url.openStream()) {
        String text = new String(in.readAllBytes(), UTF_8);
        if (text.contains("thermae.store.path")) {
          Map<String, Object> all = new Yaml().load(text);
          return (List<Map<String, Object>>) Objects.requireNonNull(all.get(what));
        }
      }
    }
    throw new IllegalStateException("no " + FILE);
  }

  private static String nameOf(Map<String, Object> property) {
    return String.valueOf(property.get("name"));
  }

  @Test
  void properties_all_areThoseThatAreReadAndEachIsDescribed() throws IOException {
    TreeSet<String> expected = new TreeSet<>();
    SettingNames.ofStore().forEach(name -> expected.add("thermae." + name));
    SettingNames.ofCaches().forEach(name -> expected.add("thermae.defaults." + name));
    assertThat(properties())
        .allSatisfy(p -> assertThat(String.valueOf(p.get("description"))).hasSizeGreaterThan(20));
    TreeSet<String> found = new TreeSet<>();
    for (Map<String, Object> property : properties()) {
      String name = nameOf(property);
      if (name.startsWith("thermae.store.") || name.startsWith("thermae.defaults.")) {
        found.add(name);
      }
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void properties_ofTheStarterItself_areThoseThatAreBound() throws IOException {
    TreeSet<String> expected = new TreeSet<>();
    for (RecordComponent component : ThermaeSpringProperties.class.getRecordComponents()) {
      if (!component.getType().isRecord()) {
        expected.add("thermae.spring." + DataObjectPropertyName.toDashedForm(component.getName()));
      }
    }
    for (RecordComponent component : ThermaeSpringProperties.Health.class.getRecordComponents()) {
      expected.add(
          "thermae.spring.health." + DataObjectPropertyName.toDashedForm(component.getName()));
    }
    assertThat(properties().stream().map(MetadataTest::nameOf))
        .filteredOn(name -> name.startsWith("thermae.spring."))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void properties_others_areFewAndKnown() throws IOException {
    assertThat(properties().stream().map(MetadataTest::nameOf))
        .filteredOn(name -> !name.matches("thermae\\.(store|defaults|spring)\\..*"))
        .containsExactlyInAnyOrder(
            "thermae.config",
            "thermae.caches",
            "management.health.thermae.enabled",
            "management.endpoint.thermae.access");
  }

  /** Those of the store and of caches are in the reference file, which has a test of its own. */
  @Test
  void readme_namesWhatTheStarterAdds() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    assertThat(properties().stream().map(MetadataTest::nameOf))
        .filteredOn(name -> name.startsWith("thermae.spring.") || name.equals("thermae.config"))
        .hasSize(5)
        .allSatisfy(name -> assertThat(readme).contains(name));
  }

  @Test
  void types_all_exist() throws Exception {
    for (Map<String, Object> property : properties()) {
      for (String type : String.valueOf(property.get("type")).split("[<>,]+", -1)) {
        if (!type.isEmpty()) {
          assertThat(Class.forName(type)).isNotNull();
        }
      }
    }
  }

  static Stream<Arguments> choices() {
    return Stream.of(
        Arguments.of("thermae.store.persist-mode", names(PersistMode.values())),
        Arguments.of("thermae.store.synchronous", names(Synchronous.values())),
        Arguments.of("thermae.store.encryption.kdf", names(KeyDerivation.values())),
        Arguments.of("thermae.defaults.compression", names(Compression.values())),
        Arguments.of("thermae.defaults.codec", names(BuiltInCodec.values())),
        Arguments.of("thermae.defaults.write-behind.when-full", names(WhenFull.values())));
  }

  private static Set<String> names(Enum<?>[] constants) {
    Set<String> names = new TreeSet<>();
    for (Enum<?> constant : constants) {
      names.add(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    return names;
  }

  /** What the code lets one choose among is what an editor offers. */
  @ParameterizedTest
  @MethodSource("choices")
  @SuppressWarnings("unchecked") // the form of the file is Spring Boot's
  void hints_choice_isThatOfTheCode(String property, Set<String> expected) throws IOException {
    assertThat(properties().stream().map(MetadataTest::nameOf)).contains(property);
    Map<String, Object> hint =
        listed("hints").stream()
            .filter(each -> nameOf(each).equals(property))
            .findFirst()
            .orElseThrow();
    Set<String> offered = new TreeSet<>();
    for (Map<String, Object> value :
        (List<Map<String, Object>>) Objects.requireNonNull(hint.get("values"))) {
      offered.add(String.valueOf(value.get("value")));
    }
    assertThat(offered).isEqualTo(expected);
  }

  @Test
  void defaults_setExplicitly_changeNothing() throws IOException {
    List<String> explicit = new ArrayList<>();
    for (Map<String, Object> property : properties()) {
      Object value = property.get("defaultValue");
      // Statistics are on for what the starter makes; unset, others may do as they like.
      if (value != null && !nameOf(property).endsWith(".statistics")) {
        explicit.add(nameOf(property) + "=" + value);
      }
    }
    assertThat(explicit).hasSizeGreaterThan(12);
    assertThat(effective(explicit.toArray(String[]::new))).isEqualTo(effective());
  }

  private Map<String, String> effective(String... settings) {
    try (ConfigurableApplicationContext shop = Shops.open(folder.resolve("shop.db"), settings)) {
      Map<String, String> values = new TreeMap<>();
      for (EffectiveSetting setting : shop.getBean(ThermaeManager.class).effectiveSettings()) {
        values.put(setting.name(), setting.value());
      }
      return values;
    }
  }
}
