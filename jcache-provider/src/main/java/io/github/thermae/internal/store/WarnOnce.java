package io.github.thermae.internal.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Logs each text once, and stops after a number of different ones: a log is not a dump. */
final class WarnOnce {
  private static final int MAX_TEXTS = 100;

  private final Set<String> said = ConcurrentHashMap.newKeySet();

  void warn(Logger log, String format, String cache, @Nullable String text) {
    if (said.size() < MAX_TEXTS && said.add(format + text)) {
      log.warn(format, cache, text);
    }
  }
}
