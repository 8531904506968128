package io.github.thermae.internal.events;

/**
 * Where the store tells the Flight Recorder what it does. Costs a check of a flag while nothing is
 * recorded. Never throws.
 */
public final class Events {
  /** So many entries that leave a tier in one step are a burst. */
  public static final int BURST_ENTRIES = 100;

  private static final Recorder RECORDER =
      ModuleLayer.boot().findModule("jdk.jfr").isPresent() ? new FlightRecorder() : Recorder.NONE;

  private Events() {}

  /** The file is asked for rows of a cache; ends with the number of rows that were found. */
  public static Span coldRead(String cache, int keys) {
    return RECORDER.coldRead(cache, keys);
  }

  /** Changes of a cache are committed; ends with their number. */
  public static Span coldWrite(String cache) {
    return RECORDER.coldWrite(cache);
  }

  /** The user's loader is asked for values; ends with the number of values that it gave. */
  public static Span load(String cache, int keys) {
    return RECORDER.load(cache, keys);
  }

  /** A batch of the flush queue is saved; ends with the number of changes. */
  public static Span flush(String cache) {
    return RECORDER.flush(cache);
  }

  /** Entries have left a tier for want of room; recorded if they are a burst. */
  public static void left(String cache, Tier tier, long entries) {
    if (entries >= BURST_ENTRIES) {
      RECORDER.left(cache, tier, entries);
    }
  }

  /** The tier that has no more room. */
  public enum Tier {
    /** Objects, which are encoded and go down. */
    HOT,
    /** Encoded bytes, which stay in the file only, or are gone without one. */
    WARM,
    /** Rows, which are gone. */
    COLD
  }
}
