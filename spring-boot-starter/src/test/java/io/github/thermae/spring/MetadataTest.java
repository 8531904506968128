package io.github.thermae.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.EffectiveSetting;
import io.github.thermae.ThermaeManager;
import io.github.thermae.config.SettingNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.ConfigurableApplicationContext;

/** What editors offer in {@code application.yml} is what the code reads, with its defaults. */
class MetadataTest {
  private static final String FILE = "META-INF/spring-configuration-metadata.json";

  @TempDir Path folder;

  @SuppressWarnings("unchecked") // the form of the file is Spring Boot's
  private static List<Map<String, Object>> properties() throws IOException {
    // Boot's own jars have files of the same name; ours is the one that knows of Thermae.
    for (var url : Collections.list(MetadataTest.class.getClassLoader().getResources(FILE))) {
      try (InputStream in = url.openStream()) {
        String text = new String(in.readAllBytes(), UTF_8);
        if (text.contains("thermae.store.path")) {
          return (List<Map<String, Object>>)
              Objects.requireNonNull(
                  JsonParserFactory.getJsonParser().parseMap(text).get("properties"));
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
  void defaults_setExplicitly_changeNothing() throws IOException {
    List<String> explicit = new ArrayList<>();
    for (Map<String, Object> property : properties()) {
      Object value = property.get("defaultValue");
      if (value != null
          && !nameOf(property).endsWith("expire-after-access")
          && !nameOf(property).endsWith(".key-type")
          && !nameOf(property).endsWith(".value-type")) {
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
