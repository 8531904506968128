package io.github.thermae.hibernate.internal.restore;

import io.github.thermae.ThermaeCache;
import io.github.thermae.config.ThermaeConfiguration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.cache.CacheManager;

/**
 * What a factory writes into the store about its regions, in a cache of its own beside theirs. A
 * method that changes it returns when the change is in the file. Thread-safe.
 *
 * <table>
 * <caption>Entries</caption>
 * <tr><td>{@code run}</td><td>{@code open} or {@code closed}, and the name of the run</td></tr>
 * <tr><td>{@code boot}</td><td>the boot of the system in which that run began</td></tr>
 * <tr><td>{@code highest}</td><td>the greatest timestamp that was given out</td></tr>
 * <tr><td>{@code mode <region>}</td><td>the run in which it was kept last, and how</td></tr>
 * <tr><td>{@code fingerprint <region>}</td><td>what its items depend on</td></tr>
 * <tr><td>{@code generation <region> <role>}</td><td>items of others are void</td></tr>
 * </table>
 */
final class Ledger {
  private static final String RUN = "run";
  private static final String BOOT = "boot";
  private static final String HIGHEST = "highest";
  private static final String OPEN = "open ";
  private static final String CLOSED = "closed ";

  private final ThermaeCache<String, String> entries;

  @SuppressWarnings("unchecked") // a cache of this library unwraps to this
  Ledger(CacheManager manager, String factory) {
    this.entries =
        manager
            .createCache(
                "thermae-hibernate " + factory,
                ThermaeConfiguration.builder(String.class, String.class).eternal().build())
            .unwrap(ThermaeCache.class);
  }

  private void put(String name, String text) {
    entries.put(name, text);
    entries.flush(Set.of(name));
  }

  // ------------------------------------------------------------------ the run

  /** Whether this run was the last one, and has closed the store. */
  boolean isClosed(String run) {
    return (CLOSED + run).equals(entries.get(RUN));
  }

  /** Whether this run was the last one, and ended without closing the store. */
  boolean isOpen(String run) {
    return (OPEN + run).equals(entries.get(RUN));
  }

  String boot() {
    return entries.getOrDefault(BOOT, BootId.UNKNOWN);
  }

  void open(String run, String boot) {
    put(BOOT, boot);
    put(RUN, OPEN + run);
  }

  /** The last thing that a run writes. */
  void close(String run, long highest) {
    put(HIGHEST, Long.toString(highest));
    put(RUN, CLOSED + run);
  }

  long highest() {
    return Long.parseLong(entries.getOrDefault(HIGHEST, "0"));
  }

  // ------------------------------------------------------------------ regions

  /** How a region was kept in a run; empty if it was not. */
  Optional<RestoreMode> mode(String region, String run) {
    String text = entries.getOrDefault(modeName(region), "");
    return text.startsWith(run + " ")
        ? Optional.of(RestoreMode.of(text.substring(run.length())))
        : Optional.empty();
  }

  /** What a region's items depended on when they were kept last. */
  Optional<Fingerprint> fingerprint(String region) {
    return Optional.ofNullable(entries.get(fingerprintName(region))).map(Fingerprint::parse);
  }

  /** In this run the region's items are kept. */
  void keep(String region, String run, RestoreMode mode, Fingerprint fingerprint) {
    put(fingerprintName(region), fingerprint.text());
    put(modeName(region), run + " " + mode.settingName());
  }

  private static String modeName(String region) {
    return "mode " + region;
  }

  private static String fingerprintName(String region) {
    return "fingerprint " + region;
  }

  OptionalLong generation(String region, int role) {
    String text = entries.get(generationName(region, role));
    return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }

  void setGeneration(String region, int role, long generation) {
    put(generationName(region, role), Long.toString(generation));
  }

  private static String generationName(String region, int role) {
    return "generation " + region + " " + role;
  }
}
