package io.github.thermae;

/**
 * A setting as it holds, and who said so; see {@link ThermaeManager#effectiveSettings}.
 *
 * @param name the full name without the prefix {@code thermae.}: {@code store.path}, {@code
 *     caches.users.ttl}
 * @param value the value as the settings are written, for example {@code 104857600} or {@code
 *     eternal}; {@code none} where nothing holds; {@code (hidden)} for a password
 * @param origin where the value comes from: the code, the properties given to {@code
 *     getCacheManager}, the system properties, an environment variable, the configuration file with
 *     the line, or {@code default}
 */
public record EffectiveSetting(String name, String value, String origin) {
  /** {@code name = value # origin}. */
  @Override
  public String toString() {
    return name + " = " + value + "  # " + origin;
  }
}
