package io.github.thermae.config;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings from environment variables: the name in capitals, with underscores for dots and hyphens,
 * as in {@code THERMAE_STORE_WARM_MAX_BYTES}. Only settings of the store and defaults: the name of
 * a cache does not survive that. A file takes any variable by <code>${NAME}</code>.
 */
final class Environment {
  /** The place of the configuration file. */
  static final String CONFIG = variable(SettingsReader.CONFIG);

  private static final Logger LOG = LoggerFactory.getLogger(Environment.class);

  private Environment() {}

  /** Variables that are not ours are left alone, such as those of a service named thermae. */
  static SettingsSource read(Map<String, String> environment) {
    SettingsSource source = new SettingsSource();
    Map<String, Consumer<Given>> known = new HashMap<>();
    for (StoreSetting setting : StoreSetting.ALL) {
      known.put(variable(setting.key()), given -> source.put(setting, given));
    }
    for (CacheSetting setting : CacheSetting.ALL) {
      known.put(
          variable(CacheSetting.DEFAULTS + setting.key()),
          given -> source.putDefault(setting, given));
    }
    environment.forEach(
        (name, value) -> {
          Consumer<Given> setting = known.get(name);
          if (setting != null) {
            setting.accept(new Given(value, name, "the environment"));
          } else if (name.startsWith(variable(CacheSetting.CACHES))) {
            LOG.warn(
                "The environment variable {} is not used: settings of single caches stand in the"
                    + " configuration file, where ${{}} takes a variable",
                name,
                name);
          } else if (looksLikeOurs(name)) {
            String hint =
                NearestName.of(name, known.keySet())
                    .map(nearest -> ": did you mean " + nearest + "?")
                    .orElse(", and is not used");
            LOG.warn("The environment variable {} is not a setting{}", name, hint);
          }
        });
    return source;
  }

  private static boolean looksLikeOurs(String name) {
    return name.startsWith(variable("store.")) || name.startsWith(variable(CacheSetting.DEFAULTS));
  }

  private static String variable(String setting) {
    return (StoreOptions.PREFIX + setting)
        .toUpperCase(Locale.ROOT)
        .replace('.', '_')
        .replace('-', '_');
  }
}
