package io.github.thermae.hibernate.internal.restore;

import io.github.thermae.ThermaeCache;
import io.github.thermae.config.ThermaeConfiguration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import javax.cache.CacheManager;
import org.jspecify.annotations.Nullable;

/**
 * What a factory writes into the store about its regions, in a cache of its own beside theirs: one
 * entry for the run and one for each region, so that a region's is there as a whole or not at all.
 * A method that changes it returns when the change is in the file. Thread-safe.
 */
final class Ledger {
  private static final String RUN = "run";
  private static final String REGION = "region ";

  private final ThermaeCache<String, String> entries;

  /**
   * A run.
   *
   * @param name tells it from all others
   * @param number one more than that of the run before
   * @param boot the boot of the system in which it began
   * @param highest no timestamp that was given out before is greater
   * @param isClosed whether it has ended with everything in the store
   * @param isForced whether every commit of the store was forced to disk in it
   * @param files what tells its files from copies of them; empty until that is known
   */
  record Run(
      String name,
      long number,
      String boot,
      long highest,
      boolean isClosed,
      boolean isForced,
      String files) {
    private static final int LINES = 7;

    Run closed(long atLast) {
      return new Run(name, number, boot, atLast, true, isForced, files);
    }

    Run in(String itsFiles) {
      return new Run(name, number, boot, highest, isClosed, isForced, itsFiles);
    }

    private String text() {
      return String.join(
          "\n",
          name,
          Long.toString(number),
          boot,
          Long.toString(highest),
          isClosed + "",
          isForced + "",
          files);
    }

    private static Run parse(String text) {
      String[] lines = Arrays.copyOf(text.split("\n", -1), LINES);
      return new Run(
          lines[0],
          Long.parseLong(lines[1]),
          lines[2],
          Long.parseLong(lines[3]),
          Boolean.parseBoolean(lines[4]),
          Boolean.parseBoolean(lines[5]),
          Objects.requireNonNullElse(lines[6], ""));
    }
  }

  /**
   * A region whose items are kept.
   *
   * @param run the last run in which they were
   * @param mode how
   * @param generations by role; items of others are void
   * @param fingerprint what the items depend on
   */
  record Kept(
      String run, RestoreMode mode, Map<Integer, Long> generations, Fingerprint fingerprint) {
    private String text() {
      StringBuilder text = new StringBuilder();
      text.append(run).append('\n').append(mode.settingName()).append('\n');
      text.append(generations.size()).append('\n');
      generations.forEach((role, g) -> text.append(role).append(' ').append(g).append('\n'));
      return text.append(fingerprint.text()).toString();
    }

    private static Kept parse(String text) {
      String[] lines = text.split("\n", -1);
      int roles = Integer.parseInt(lines[2]);
      Map<Integer, Long> generations = new TreeMap<>();
      int next = 3;
      for (; next < 3 + roles; next++) {
        String[] words = lines[next].split(" ", 2);
        generations.put(Integer.valueOf(words[0]), Long.valueOf(words[1]));
      }
      String rest = String.join("\n", Arrays.asList(lines).subList(next, lines.length));
      return new Kept(lines[0], RestoreMode.of(lines[1]), generations, Fingerprint.parse(rest));
    }
  }

  @SuppressWarnings("unchecked") // a cache of this library unwraps to this
  Ledger(CacheManager manager, String factory) {
    this.entries =
        manager
            .createCache(
                "thermae-hibernate " + factory,
                ThermaeConfiguration.builder(String.class, String.class).eternal().build())
            .unwrap(ThermaeCache.class);
  }

  /** What is not as it was written is not there. */
  private <T> Optional<T> read(String name, Function<String, T> parse) {
    @Nullable String text = entries.get(name);
    try {
      return Optional.ofNullable(text).map(parse);
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private void put(String name, String text) {
    entries.put(name, text);
    entries.flush(Set.of(name));
  }

  /** The run that was the last one to use this store. */
  Optional<Run> run() {
    return read(RUN, Run::parse);
  }

  void write(Run run) {
    put(RUN, run.text());
  }

  /** What was written of a region last. */
  Optional<Kept> kept(String region) {
    return read(REGION + region, Kept::parse);
  }

  void write(String region, Kept kept) {
    put(REGION + region, kept.text());
  }
}
