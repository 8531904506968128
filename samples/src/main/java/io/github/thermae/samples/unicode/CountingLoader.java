package io.github.thermae.samples.unicode;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.integration.CacheLoader;

/** Makes the record of a character when the cache does not have it, and counts how often. */
final class CountingLoader implements CacheLoader<Integer, UnicodeCharacter> {
  private final AtomicLong loads = new AtomicLong();

  @Override
  public UnicodeCharacter load(Integer codePoint) {
    loads.incrementAndGet();
    return UnicodeCharacter.of(codePoint);
  }

  @Override
  public Map<Integer, UnicodeCharacter> loadAll(Iterable<? extends Integer> codePoints) {
    Map<Integer, UnicodeCharacter> loaded = new HashMap<>();
    codePoints.forEach(codePoint -> loaded.put(codePoint, load(codePoint)));
    return loaded;
  }

  long loads() {
    return loads.get();
  }
}
