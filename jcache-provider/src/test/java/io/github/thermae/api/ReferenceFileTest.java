package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.github.thermae.EffectiveSetting;
import io.github.thermae.config.Settings;
import io.github.thermae.config.SettingsReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The reference file and the JSON Schema say what the code says. */
final class ReferenceFileTest {
  private static final String REFERENCE = "thermae-reference.conf";
  private static final String SCHEMA = "thermae.schema.json";
  private static final Pattern SETTING =
      Pattern.compile("^  (# )?([a-z-]+(?:\\.[a-z-]+)*) = (.+)$", Pattern.MULTILINE);
  private static final Set<String> IN_NO_FILE = Set.of("store.encryption.password");

  @Test
  void reference_asAFile_isReadAndSaysTheDefaults() {
    Settings reference = read("classpath:" + REFERENCE);
    Map<String, String> defaults = effective(read("thermae:reference"));
    // The one that is needed for the others to be allowed, and what follows from it.
    defaults.put("store.path", "data/app.db");
    defaults.put("store.persist-mode", "write-through");

    assertThat(effective(reference)).isEqualTo(defaults);
    assertThat(reference.declaredNames()).isEmpty();
  }

  @Test
  void reference_andTheCode_nameTheSameSettings() throws IOException {
    Map<String, String> written = settingsOf(text(REFERENCE));

    assertThat(written.keySet()).isEqualTo(namesOfTheCode());
  }

  @Test
  void reference_whatIsCommentedOut_isAllowedWhenItIsNot() throws IOException {
    for (Map.Entry<String, String> setting : settingsOf(text(REFERENCE)).entrySet()) {
      Properties given = new Properties();
      given.setProperty("thermae.store.path", "x.db");
      given.setProperty("thermae.store.encryption.password-file", "x");
      String value = setting.getValue().replaceAll("[\\[\\]\"]", "");
      if (!setting.getKey().startsWith("store.encryption.password")) {
        given.setProperty("thermae." + setting.getKey(), value);
      }
      if (!setting.getKey().equals("store.persist-mode")) {
        assertThat(SettingsReader.read(given, new Properties(), "default")).isNotNull();
      }
    }
  }

  @Test
  void schema_andTheCode_nameTheSameSettingsAndDefaults() throws IOException {
    Config schema = ConfigFactory.parseString(text(SCHEMA)).resolve();
    Map<String, ConfigObject> leaves = new TreeMap<>();
    collect("store", schema.getObject("properties.store"), leaves);
    collect("defaults", schema.getObject("definitions.cache"), leaves);
    Map<String, String> reference = settingsOf(text(REFERENCE));

    assertThat(leaves.keySet()).isEqualTo(namesOfTheCode());
    leaves.forEach(
        (name, leaf) -> {
          assertThat(leaf.get("description")).as("description of %s", name).isNotNull();
          ConfigValue value = leaf.get("default");
          if (value != null) {
            assertThat(value.unwrapped().toString())
                .as("default of %s", name)
                .isEqualTo(reference.get(name));
          }
        });
    for (EffectiveSetting setting : read("thermae:reference").effective()) {
      ConfigObject leaf = leaves.get(setting.name());
      if (leaf != null && !setting.value().equals("none") && !isOwnChoice(setting.name())) {
        assertThat(leaf.get("default")).as("default of %s", setting.name()).isNotNull();
      }
    }
  }

  /** One of two that exclude each other, and what depends on the path. */
  private static boolean isOwnChoice(String name) {
    return name.equals("defaults.expire-after-access") || name.equals("store.persist-mode");
  }

  @Test
  void settings_ofOneName_areNoSectionsOfAnother() {
    for (String name : namesOfTheCode()) {
      assertThat(namesOfTheCode())
          .as("in HOCON and YAML, what follows %s. would replace it silently", name)
          .noneMatch(other -> other.startsWith(name + "."));
    }
  }

  private static void collect(String place, ConfigObject node, Map<String, ConfigObject> leaves) {
    ConfigObject properties = (ConfigObject) node.get("properties");
    if (properties == null) {
      leaves.put(place, node);
      return;
    }
    assertThat(node.get("additionalProperties")).as(place).isNotNull();
    properties.forEach((key, child) -> collect(place + "." + key, (ConfigObject) child, leaves));
  }

  private static Set<String> namesOfTheCode() {
    Set<String> names = new TreeSet<>();
    read("thermae:reference").effective().forEach(setting -> names.add(setting.name()));
    names.removeAll(IN_NO_FILE);
    return names;
  }

  private static Map<String, String> effective(Settings settings) {
    Map<String, String> values = new TreeMap<>();
    settings.effective().forEach(setting -> values.put(setting.name(), setting.value()));
    return values;
  }

  private static Settings read(String uri) {
    return SettingsReader.read(
        URI.create(uri),
        ReferenceFileTest.class.getClassLoader(),
        new Properties(),
        new Properties(),
        Map.of());
  }

  /** The settings of the reference, those that are commented out included. */
  private static Map<String, String> settingsOf(String reference) {
    Map<String, String> settings = new TreeMap<>();
    List<String> sections = new ArrayList<>();
    for (String section : reference.split("\n(?=[a-z]+ \\{)", -1)) {
      String name = section.substring(0, Math.max(0, section.indexOf(' ')));
      Matcher setting = SETTING.matcher(section);
      while (setting.find()) {
        settings.put(name + "." + setting.group(2), setting.group(3));
      }
      sections.add(name);
    }
    assertThat(sections).contains("store", "defaults", "caches");
    return settings;
  }

  private static String text(String resource) throws IOException {
    try (InputStream in = ReferenceFileTest.class.getClassLoader().getResourceAsStream(resource)) {
      assertThat(in).as(resource).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
