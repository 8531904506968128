package io.github.thermae.spring.internal.settings;

import io.github.thermae.config.StoreOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/**
 * What Spring's environment says under {@code thermae}, under the provider's names, with the place
 * where each is written. Names that the provider does not know are passed on, so that it says what
 * was probably meant.
 */
final class EnvironmentSettings {
  /** Below it are the starter's own settings. */
  private static final ConfigurationPropertyName OWN = SettingName.ROOT.append("spring");

  /**
   * A value and where it is written.
   *
   * @param text the value, with placeholders resolved
   * @param origin such as {@code class path resource [application.yml] - 3:11}
   */
  record Setting(String text, String origin) {}

  private final Map<String, Setting> settings = new TreeMap<>();
  private final Binder binder;

  private EnvironmentSettings(Binder binder) {
    this.binder = binder;
  }

  /** Reads an environment. */
  static EnvironmentSettings of(Environment environment) {
    EnvironmentSettings settings = new EnvironmentSettings(Binder.get(environment));
    SettingName.fixed().forEach(name -> settings.take(name, SettingName.inSpring(name)));
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      if (source instanceof IterableConfigurationPropertySource iterable) {
        iterable.stream()
            .filter(SettingName.ROOT::isAncestorOf)
            .filter(name -> !OWN.isAncestorOf(name))
            .forEach(name -> settings.takeFound(name, isOfTheSystem(source)));
      }
    }
    return settings;
  }

  /** The provider reads these too, and knows which of their names are meant for it. */
  private static boolean isOfTheSystem(ConfigurationPropertySource source) {
    return source.getUnderlyingSource()
            instanceof org.springframework.core.env.PropertySource<?> underlying
        && (underlying.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)
            || underlying
                .getName()
                .equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME));
  }

  private void takeFound(ConfigurationPropertyName found, boolean isOfTheSystem) {
    Optional<String> known = SettingName.of(found);
    if (known.isPresent()) {
      take(known.get(), found);
    } else if (!isOfTheSystem) {
      take(found.toString().substring(StoreOptions.PREFIX.length()), found);
    }
  }

  private void take(String name, ConfigurationPropertyName inSpring) {
    if (settings.containsKey(name)) {
      return;
    }
    Origins origins = new Origins();
    Optional.ofNullable(binder.bind(inSpring, Bindable.of(String.class), origins).orElse(null))
        .or(() -> listed(inSpring, origins))
        .ifPresent(text -> settings.put(name, new Setting(text, origins.first())));
  }

  private Optional<String> listed(ConfigurationPropertyName inSpring, Origins origins) {
    List<String> items =
        binder.bind(inSpring, Bindable.listOf(String.class), origins).orElse(List.of());
    return items.isEmpty() ? Optional.empty() : Optional.of(String.join(",", items));
  }

  /** All settings by the provider's names, without the prefix. */
  Map<String, Setting> all() {
    return Map.copyOf(settings);
  }

  /** Remembers where the first value came from. */
  private static final class Origins implements BindHandler {
    private @Nullable String first;

    @Override
    public Object onSuccess(
        ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
      ConfigurationProperty property = context.getConfigurationProperty();
      if (first == null && property != null) {
        first =
            property.getOrigin() != null
                ? property.getOrigin().toString()
                : String.valueOf(property.getSource());
      }
      return result;
    }

    String first() {
      return first == null ? "the environment" : first;
    }
  }
}
