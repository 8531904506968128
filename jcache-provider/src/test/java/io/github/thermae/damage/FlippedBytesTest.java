package io.github.thermae.damage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.thermae.ThermaeCache;
import io.github.thermae.damage.Contents.Filled;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * I10 for users: whatever bytes of the file are flipped, a value that comes out is the one that was
 * put in.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FlippedBytesTest {
  private static final int FLIPS = Integer.getInteger("test.damage.flips", 10_000);

  /** Each of another page. More of them leave less of the file to be read. */
  private static final int FLIPS_PER_OPENING = Integer.getInteger("test.damage.per-opening", 40);

  private static final int ENTRIES_PER_CACHE = 60;
  private static final int PAGE_BYTES = 4_096;

  @TempDir Path folder;

  private final List<Filled<?, ?>> contents = new Contents().all(ENTRIES_PER_CACHE);
  private final Tally tally = new Tally();
  private Path file;
  private byte[] sound;

  /** What happened in all openings. */
  private static final class Tally {
    int openings;
    int refused;
    int flips;
    long right;
    long absent;
    long iterated;
    long failedReads;
    long failedWalks;
    long unreadable;

    @Override
    public String toString() {
      return String.format(
          "%d flips in %d openings, %d of them refused; entries read: %d right, %d absent, %d"
              + " of caches that did not open; %d met by walking, %d walks failed; %d rows counted as unreadable",
          flips, openings, refused, right, absent, failedReads, iterated, failedWalks, unreadable);
    }
  }

  @BeforeEach
  void fill() throws IOException {
    file = folder.resolve("flipped.db");
    try (CacheManager manager = Contents.open(file)) {
      contents.forEach(filled -> filled.fill(manager));
    }
    sound = Files.readAllBytes(file);
  }

  @Test
  void anyByteFlipped_valuesAreRightOrAbsent() throws IOException {
    long seed = Long.getLong("test.damage.seed", System.nanoTime());
    System.out.println("FlippedBytesTest seed " + seed + ", " + sound.length + " bytes");
    Random random = new Random(seed);
    PrintStream before = System.err;
    // Each opening warns of what it finds; that is tested elsewhere.
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    try {
      while (tally.flips < FLIPS) {
        openDamaged(random);
      }
    } finally {
      System.setErr(before);
      System.out.println(tally);
    }
    assertThat(tally.openings - tally.refused)
        .as("openings that succeeded: %s", tally)
        .isGreaterThan(tally.openings / 2);
    long all = (long) (tally.openings - tally.refused) * contents.size() * ENTRIES_PER_CACHE;
    assertThat(tally.right).as("right values: %s", tally).isGreaterThan(all / 2);
    assertThat(tally.iterated).as("entries met: %s", tally).isGreaterThan(all / 4);
    assertThat(tally.failedWalks).as("failed walks: %s", tally).isLessThan(tally.openings / 8);
    assertThat(tally.absent).as("absent entries: %s", tally).isPositive();
    assertThat(tally.unreadable).as("unreadable rows: %s", tally).isPositive();
  }

  private void openDamaged(Random random) throws IOException {
    byte[] damaged = sound.clone();
    List<String> flipped = flip(damaged, random);
    removeLog();
    Files.write(file, damaged);
    tally.openings++;
    tally.flips += flipped.size();
    try {
      readAll();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("with " + flipped + " flipped: " + e, e);
    }
  }

  /**
   * SQLite refuses to fold a log into some damaged files; it would lie over all that come after.
   */
  private void removeLog() throws IOException {
    Files.deleteIfExists(folder.resolve("flipped.db-wal"));
    Files.deleteIfExists(folder.resolve("flipped.db-shm"));
  }

  /** Flips one byte of each of some pages, each by a random pattern. */
  private static List<String> flip(byte[] bytes, Random random) {
    List<String> flipped = new ArrayList<>();
    Set<Integer> pages = new HashSet<>();
    while (flipped.size() < FLIPS_PER_OPENING) {
      int at = random.nextInt(bytes.length);
      if (pages.add(at / PAGE_BYTES)) {
        int pattern = 1 + random.nextInt(255);
        bytes[at] ^= (byte) pattern;
        flipped.add(at + "^" + pattern);
      }
    }
    return flipped;
  }

  private void readAll() {
    CacheManager manager;
    try {
      manager = Contents.open(file);
    } catch (CacheException e) {
      tally.refused++;
      return;
    }
    try (manager) {
      for (Filled<?, ?> filled : contents) {
        readCache(manager, filled);
      }
    }
  }

  private <K, V> void readCache(CacheManager manager, Filled<K, V> filled) {
    Cache<K, V> cache;
    try {
      cache = filled.open(manager);
    } catch (CacheException e) {
      tally.failedReads += filled.entries().size();
      tally.failedWalks++;
      return;
    }
    filled.entries().forEach((key, value) -> get(cache, key, value));
    walk(cache, filled.entries());
    tally.unreadable += unreadable(cache);
  }

  private <K, V> void get(Cache<K, V> cache, K key, V value) {
    V found = cache.get(key);
    if (found == null) {
      tally.absent++;
    } else {
      requireEqual(key, found, value);
      tally.right++;
    }
  }

  private <K, V> void walk(Cache<K, V> cache, Map<K, V> entries) {
    try {
      for (Cache.Entry<K, V> entry : cache) {
        requireEqual(entry.getKey(), entry.getValue(), entries.get(entry.getKey()));
        tally.iterated++;
      }
    } catch (CacheException e) {
      requireMalformed(e);
      tally.failedWalks++;
    }
  }

  private static long unreadable(Cache<?, ?> cache) {
    try {
      return cache.unwrap(ThermaeCache.class).tierStatistics().unreadableRows();
    } catch (CacheException e) {
      requireMalformed(e);
      return 0;
    }
  }

  /** Where next to nothing of a table can be read. */
  private static void requireMalformed(CacheException e) {
    assertThat(e).hasRootCauseInstanceOf(SQLException.class);
  }

  private static void requireEqual(Object key, Object found, @Nullable Object expected) {
    if (!Objects.deepEquals(found, expected)) {
      fail("%s is %s and should be %s", key, shown(found), shown(expected));
    }
  }

  private static String shown(@Nullable Object value) {
    return value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value);
  }

  /** The flip is in the middle of a value, where SQLite does not notice it. */
  @Test
  void valueFlipped_isCountedAndTheOthersAreMet() throws IOException {
    Filled<?, ?> texts = contents.get(0);
    String victim = String.valueOf(texts.entries().get("key-17"));
    byte[] damaged = sound.clone();
    damaged[indexOf(damaged, victim.getBytes(StandardCharsets.UTF_8)) + victim.length() / 2] ^= 1;
    Files.write(file, damaged);

    try (CacheManager manager = Contents.open(file)) {
      Cache<?, ?> cache = texts.open(manager);
      Set<Object> met = new HashSet<>();
      cache.forEach(entry -> met.add(entry.getKey()));

      Set<Object> others = new HashSet<>(texts.entries().keySet());
      others.remove("key-17");
      assertThat(met).isEqualTo(others);
      assertThat(unreadable(cache)).isEqualTo(1);
    }
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int at = 0; at + part.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    throw new AssertionError("the value is not in the file as it is");
  }
}
