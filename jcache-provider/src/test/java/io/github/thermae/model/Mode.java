package io.github.thermae.model;

import io.github.thermae.ThermaeCache;
import io.github.thermae.config.StoreOptions;
import java.nio.file.Path;
import java.util.Properties;
import javax.cache.Cache;

/** The persist modes, for tests that hold in each of them. */
public enum Mode {
  MEMORY("memory"),
  LAZY("lazy"),
  WRITE_THROUGH("write-through");

  private final String text;

  Mode(String text) {
    this.text = text;
  }

  /** Whether entries survive the closing of the store. */
  public boolean isDurable() {
    return this != MEMORY;
  }

  /** Whether every write is in the file when it returns; if not, {@link #flush} puts it there. */
  public boolean isSavedAtOnce() {
    return this == WRITE_THROUGH;
  }

  /** Settings of a store of this mode; the file is left out where none is used. */
  public Properties settings(Path file, long warmMaxBytes) {
    Properties settings = new Properties();
    set(settings, StoreOptions.PERSIST_MODE, text);
    set(settings, StoreOptions.WARM_MAX_BYTES, Long.toString(warmMaxBytes));
    if (isDurable()) {
      set(settings, StoreOptions.PATH, file.toString());
    }
    return settings;
  }

  /** What was written before is in the file when this returns. */
  public void flush(Cache<?, ?> cache) {
    if (isDurable() && !isSavedAtOnce()) {
      cache.unwrap(ThermaeCache.class).flush();
    }
  }

  private static void set(Properties settings, String name, String value) {
    settings.setProperty(StoreOptions.PREFIX + name, value);
  }
}
