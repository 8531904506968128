package io.github.thermae.hibernate.internal.config;

import io.github.thermae.hibernate.ThermaeSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options that a region can have. */
public enum RegionOption {
  /** The hot tier's bound in entries. */
  HOT_MAX_ENTRIES(ThermaeSettings.HOT_MAX_ENTRIES, Reach.ALL),

  /** The hot tier's bound in bytes. */
  HOT_MAX_BYTES(ThermaeSettings.HOT_MAX_BYTES, Reach.ENCODED),

  /** The bound of rows in the file. */
  COLD_MAX_ENTRIES(ThermaeSettings.COLD_MAX_ENTRIES, Reach.ENCODED),

  /** The life of an item since it was cached. */
  TTL(ThermaeSettings.TTL, Reach.ALL),

  /** The life of an item since it was used. */
  EXPIRE_AFTER_ACCESS(ThermaeSettings.EXPIRE_AFTER_ACCESS, Reach.ALL),

  /** How large values are written to the file. */
  COMPRESSION(ThermaeSettings.COMPRESSION, Reach.ENCODED),

  /** From which size on they are compressed. */
  COMPRESSION_MIN_BYTES(ThermaeSettings.COMPRESSION_MIN_BYTES, Reach.ENCODED),

  /** What becomes of the items at the next start. */
  RESTORE(ThermaeSettings.RESTORE, Reach.NEXT_START),

  /** Items of another one are dropped at the start. */
  GENERATION(ThermaeSettings.GENERATION, Reach.NEXT_START),

  /** Older items are dropped at the start. */
  MAX_AGE_AFTER_RESTART(ThermaeSettings.MAX_AGE_AFTER_RESTART, Reach.NEXT_START),

  /** Whether versions are compared with the database at the start. */
  VERIFY(ThermaeSettings.VERIFY, Reach.NEXT_START);

  /** Which regions have an option. */
  private enum Reach {
    /** Query results too. */
    ALL,

    /** Regions whose items have an encoded form. */
    ENCODED,

    /** The same regions, at the next start. */
    NEXT_START
  }

  private final String key;
  private final Reach reach;

  RegionOption(String key, Reach reach) {
    this.key = key;
    this.reach = reach;
  }

  /** The last part of the setting's name. */
  public String key() {
    return key;
  }

  /** Whether it is about the next start, and not about the region's cache. */
  boolean isOfRestore() {
    return reach == Reach.NEXT_START;
  }

  boolean fits(RegionType type) {
    return reach == Reach.ALL || type != RegionType.QUERY;
  }

  static List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (RegionOption option : values()) {
      keys.add(option.key);
    }
    return keys;
  }

  /** The option that a name without the common prefix ends with. */
  static Optional<RegionOption> ofEnding(String name) {
    for (RegionOption option : values()) {
      if (name.equals(option.key) || name.endsWith('.' + option.key)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }
}
