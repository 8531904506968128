package io.github.thermae.config;

import java.util.Arrays;
import java.util.List;

/**
 * The names of all settings, for those who read them from sources of their own, as an application
 * framework does. Without the prefix {@value StoreOptions#PREFIX}. Immutable.
 */
public final class SettingNames {
  /** What stands before a setting for all caches. */
  public static final String DEFAULTS = CacheSetting.DEFAULTS;

  /** What stands before a setting for one cache, followed by its name and a dot. */
  public static final String CACHES = CacheSetting.CACHES;

  private static final List<String> OF_STORE =
      Arrays.stream(StoreSetting.values()).map(StoreSetting::key).toList();

  private static final List<String> OF_CACHES =
      Arrays.stream(CacheSetting.values()).map(CacheSetting::key).toList();

  private SettingNames() {}

  /** The settings of a store: {@code store.path} and the others, each once. */
  public static List<String> ofStore() {
    return OF_STORE;
  }

  /** The settings of a cache, to be put after one of the places above: {@code ttl}. */
  public static List<String> ofCaches() {
    return OF_CACHES;
  }
}
