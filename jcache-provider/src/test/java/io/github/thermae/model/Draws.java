package io.github.thermae.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values by chance: few keys of several types that look alike, and a new value each time.
 */
final class Draws {
  private static final int NUMBERS = 6;

  private final Random random;
  private long written;

  Draws(Random random) {
    this.random = random;
  }

  Object key() {
    List<Object> alike = keysOf(random.nextInt(NUMBERS));
    return alike.get(random.nextInt(alike.size()));
  }

  private static List<Object> keysOf(int number) {
    return List.of(number, (long) number, Integer.toString(number), List.of(number, "key"));
  }

  Set<Object> someKeys() {
    Set<Object> keys = new LinkedHashSet<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      keys.add(key());
    }
    return keys;
  }

  List<Object> allKeys() {
    List<Object> keys = new ArrayList<>();
    for (int number = 0; number < NUMBERS; number++) {
      keys.addAll(keysOf(number));
    }
    return keys;
  }

  /** Now and then one that is larger than a small warm tier. */
  Note note() {
    return new Note(++written, random.nextInt(10) == 0 ? 3_000 : random.nextInt(300));
  }

  /** The value that an entry may have, or another one. */
  Note guess(@Nullable Note live) {
    return live == null || random.nextInt(3) == 0 ? new Note(-5, 3) : live.copy();
  }
}
