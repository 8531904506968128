package io.github.thermae.spring.internal.settings;

import io.github.thermae.config.SettingNames;
import io.github.thermae.config.StoreOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * The provider's name of what Spring calls by any of its relaxed names: {@code
 * thermae.store.warm.maxBytes} is {@code store.warm.max-bytes}. The name of a cache is what stands
 * between {@code caches} and the setting, in its own letters, in brackets or not.
 */
final class SettingName {
  private static final String PREFIX = "thermae";

  static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of(PREFIX);
  static final ConfigurationPropertyName CACHES =
      ConfigurationPropertyName.of(StoreOptions.PREFIX + withoutDot(SettingNames.CACHES));

  /** The settings of a store and of all caches, by their uniform names. */
  private static final Map<String, String> FIXED = new LinkedHashMap<>();

  /** The settings of one cache, those with the longest names first. */
  private static final List<ConfigurationPropertyName> OF_A_CACHE;

  static {
    SettingNames.ofStore().forEach(SettingName::fix);
    SettingNames.ofCaches().forEach(name -> fix(SettingNames.DEFAULTS + name));
    OF_A_CACHE =
        SettingNames.ofCaches().stream()
            .map(ConfigurationPropertyName::of)
            .sorted(
                Comparator.comparingInt(ConfigurationPropertyName::getNumberOfElements).reversed())
            .toList();
  }

  private SettingName() {}

  private static void fix(String name) {
    FIXED.put(uniform(ConfigurationPropertyName.of(name), 0), name);
  }

  private static String withoutDot(String place) {
    return place.substring(0, place.length() - 1);
  }

  /** The provider's names that do not depend on names of caches. */
  static Stream<String> fixed() {
    return FIXED.values().stream();
  }

  static ConfigurationPropertyName inSpring(String name) {
    return ConfigurationPropertyName.of(StoreOptions.PREFIX + name);
  }

  /** The provider's name; empty if there is no such setting. */
  static Optional<String> of(ConfigurationPropertyName name) {
    ConfigurationPropertyName whole = withoutIndex(name);
    return CACHES.isAncestorOf(whole)
        ? ofCache(whole)
        : Optional.ofNullable(FIXED.get(uniform(whole, 1)));
  }

  /** The elements of a list are one setting. */
  private static ConfigurationPropertyName withoutIndex(ConfigurationPropertyName name) {
    return name.isLastElementIndexed() && name.getLastElement(Form.UNIFORM).matches("[0-9]+")
        ? name.getParent()
        : name;
  }

  private static Optional<String> ofCache(ConfigurationPropertyName name) {
    int first = CACHES.getNumberOfElements();
    for (ConfigurationPropertyName setting : OF_A_CACHE) {
      int last = name.getNumberOfElements() - setting.getNumberOfElements();
      if (last > first && uniform(name, last).equals(uniform(setting, 0))) {
        return Optional.of(SettingNames.CACHES + original(name, first, last) + "." + setting);
      }
    }
    return Optional.empty();
  }

  private static String original(ConfigurationPropertyName name, int from, int to) {
    List<String> elements = new ArrayList<>();
    for (int i = from; i < to; i++) {
      elements.add(name.getElement(i, Form.ORIGINAL));
    }
    return String.join(".", elements);
  }

  private static String uniform(ConfigurationPropertyName name, int from) {
    List<String> elements = new ArrayList<>();
    for (int i = from; i < name.getNumberOfElements(); i++) {
      elements.add(name.getElement(i, Form.UNIFORM));
    }
    return String.join(".", elements);
  }
}
