package io.github.thermae.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an application framework knows of a store's settings: from sources of its own, which win
 * over all that a manager reads itself, and what it chooses where no source says anything. Names
 * are without the prefix {@value StoreOptions#PREFIX}; unknown ones are told as in other sources.
 * Immutable.
 */
public final class FrameworkSettings {
  /**
   * Below this name frameworks have settings of their own, which are nobody's mistake. Without the
   * prefix.
   */
  public static final String OWN = "spring.";

  /** A value and where it is written, for messages and for whoever asks who said so. */
  private record Value(String text, String origin) {}

  private final Map<String, Value> settings;
  private final Map<String, Value> fallbacks;
  private final List<String> allowedClasses;

  private FrameworkSettings(Builder builder) {
    this.settings = Map.copyOf(builder.settings);
    this.fallbacks = Map.copyOf(builder.fallbacks);
    this.allowedClasses = List.copyOf(builder.allowedClasses);
  }

  /** Nothing set. */
  public static Builder builder() {
    return new Builder();
  }

  /** The value of a setting, if the framework's sources have it. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(settings.get(name)).map(Value::text);
  }

  /** Patterns of classes that may be read, beside those that a setting names. */
  List<String> allowedClasses() {
    return allowedClasses;
  }

  /** What is read from a source. */
  @FunctionalInterface
  interface Reader {
    void read(String name, Given value);
  }

  void readSettings(Reader reader) {
    read(settings, reader);
  }

  void readFallbacks(Reader reader) {
    read(fallbacks, reader);
  }

  private static void read(Map<String, Value> values, Reader reader) {
    new TreeMap<>(values)
        .forEach(
            (name, value) ->
                reader.read(
                    name, new Given(value.text(), StoreOptions.PREFIX + name, value.origin())));
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {
    private final Map<String, Value> settings = new TreeMap<>();
    private final Map<String, Value> fallbacks = new TreeMap<>();
    private final List<String> allowedClasses = new ArrayList<>();

    private Builder() {}

    /** A setting that the framework's sources have. */
    public Builder set(String name, String text, String origin) {
      settings.put(name, new Value(text, origin));
      return this;
    }

    /**
     * What holds where no source says anything. Those of the store are left out where some source
     * says that it is in memory.
     */
    public Builder fallback(String name, String text, String origin) {
      fallbacks.put(name, new Value(text, origin));
      return this;
    }

    /** Classes that may be read from the file, beside those that a setting names. */
    public Builder allow(String pattern) {
      allowedClasses.add(pattern);
      return this;
    }

    /** The settings. */
    public FrameworkSettings build() {
      return new FrameworkSettings(this);
    }
  }
}
