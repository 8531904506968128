package io.github.thermae.internal.events;

import java.util.Locale;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The events as the Flight Recorder knows them, by names that begin with {@code thermae.}. */
final class FlightRecorder implements Recorder {
  // One of each is asked whether its kind is recorded: making one for that costs more than the
  // check.
  private final ColdRead coldRead = new ColdRead();
  private final ColdWrite coldWrite = new ColdWrite();
  private final Load load = new Load();
  private final Flush flush = new Flush();
  private final EvictionBurst evictionBurst = new EvictionBurst();

  @Override
  public Span coldRead(String cache, int keys) {
    return coldRead.isEnabled() ? asked(new ColdRead(), cache, keys) : Span.NONE;
  }

  @Override
  public Span coldWrite(String cache) {
    return coldWrite.isEnabled() ? begun(new ColdWrite(), cache) : Span.NONE;
  }

  @Override
  public Span load(String cache, int keys) {
    return load.isEnabled() ? asked(new Load(), cache, keys) : Span.NONE;
  }

  @Override
  public Span flush(String cache) {
    return flush.isEnabled() ? begun(new Flush(), cache) : Span.NONE;
  }

  @Override
  public void left(String cache, Events.Tier tier, long entries) {
    if (evictionBurst.isEnabled()) {
      EvictionBurst event = new EvictionBurst();
      event.cache = cache;
      event.tier = tier.name().toLowerCase(Locale.ROOT);
      event.entries = entries;
      event.commit();
    }
  }

  private static Span asked(Asked event, String cache, int keys) {
    event.keys = keys;
    return begun(event, cache);
  }

  private static Span begun(Timed event, String cache) {
    event.cache = cache;
    event.begin();
    return event;
  }

  /** What has a duration. */
  @Category("Thermae")
  @Enabled(false)
  @StackTrace(false)
  abstract static class Timed extends Event implements Span {
    @Label("Cache")
    String cache = "";

    @Label("Count")
    @Description("How many rows or values were found, or changes saved")
    long count;

    @Label("Failed")
    boolean failed = true;

    @Override
    public void done(long number) {
      count = number;
      failed = false;
    }

    @Override
    public void close() {
      commit();
    }
  }

  /** What somebody was asked for. */
  @Category("Thermae")
  @Enabled(false)
  @StackTrace(false)
  abstract static class Asked extends Timed {
    @Label("Keys")
    @Description("How many keys were asked for; 0 if that is not known")
    int keys;
  }

  @Name("thermae.ColdRead")
  @Label("Cold Read")
  @Description("The file was asked for rows")
  @Category("Thermae")
  @Enabled(false)
  @StackTrace(false)
  static final class ColdRead extends Asked {}

  @Name("thermae.ColdWrite")
  @Label("Cold Write")
  @Description(
      "Changes were committed to the file, the wait for others of the same transaction included")
  @Category("Thermae")
  @Enabled(false)
  @StackTrace(false)
  static final class ColdWrite extends Timed {}

  @Name("thermae.Load")
  @Label("Load")
  @Description("The cache's loader was asked for values")
  @Category("Thermae")
  @Enabled(false)
  @StackTrace(false)
  static final class Load extends Asked {}

  @Name("thermae.Flush")
  @Label("Flush")
  @Description("A batch of the flush queue was saved")
  @Category("Thermae")
  @Enabled(false)
  @StackTrace(false)
  static final class Flush extends Timed {}

  @Name("thermae.EvictionBurst")
  @Label("Eviction Burst")
  @Description("At least 100 entries left a tier in one step for want of room")
  @Category("Thermae")
  @Enabled(false)
  @StackTrace(false)
  static final class EvictionBurst extends Event {
    @Label("Cache")
    String cache = "";

    @Label("Tier")
    @Description("hot, warm or cold: the tier that was full")
    String tier = "";

    @Label("Entries")
    long entries;
  }
}
