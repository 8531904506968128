package io.github.thermae.api;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** System properties that are as they were before when this is closed. */
final class SystemSettings implements AutoCloseable {
  private final Map<String, Optional<String>> before = new HashMap<>();

  SystemSettings set(String name, String value) {
    String old = System.setProperty(name, value);
    before.putIfAbsent(name, Optional.ofNullable(old));
    return this;
  }

  @Override
  public void close() {
    before.forEach(
        (name, value) ->
            value.ifPresentOrElse(
                old -> System.setProperty(name, old), () -> System.clearProperty(name)));
  }
}
