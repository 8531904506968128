package io.github.thermae.hibernate.internal.restore;

import io.github.thermae.ThermaeException;
import io.github.thermae.ThermaeManager;
import io.github.thermae.hibernate.internal.access.Timestamps;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The restoring of a session factory's regions: how the run before ended, and what this one writes
 * so that the next can tell.
 *
 * <p>A run has a name. It is written into the store, as {@code open}, and then forced to disk in
 * the {@link RunToken}; the last thing in the store is that it is {@code closed}. So there is, at
 * the next start:
 *
 * <pre>
 *   token   store            what was
 *   none    any              no run, or one that gave its items up
 *   run     closed, run      a clean close
 *   run     open, run        a crash: of the process if the system is still in the same boot
 *   run     another name     a crash at the start, a loss of power, or another store: nothing is kept
 * </pre>
 *
 * Opened and closed by one thread; giving up is for any thread.
 */
public final class FactoryRestore {
  private static final Logger LOG = LoggerFactory.getLogger(FactoryRestore.class);
  private static final String CLAIM = "io.github.thermae.hibernate.restore:";

  /** How the run before ended. */
  enum LastRun {
    /** With all that it had in the store. */
    CLOSED,

    /** The process ended; all it had written is there. */
    CRASHED,

    /** Nothing of it can be used. */
    UNUSABLE
  }

  /**
   * What a factory says of itself.
   *
   * @param name tells factories apart that share a store
   * @param isSynchronousFull whether every commit of the store is forced to disk
   * @param startsAnew whether the tables of the database are made anew at the start
   */
  public record Setup(String name, boolean isSynchronousFull, boolean startsAnew) {}

  private final @Nullable Running running;
  private final List<RegionRestore> regions = new ArrayList<>();

  /** What there is where something is to be restored. */
  private record Running(
      Setup setup,
      Ledger ledger,
      RunToken token,
      String claim,
      String run,
      String lastRun,
      LastRun end,
      String why,
      Timestamps timestamps) {}

  private volatile boolean gaveUp;

  private FactoryRestore(@Nullable Running running) {
    this.running = running;
  }

  /**
   * Begins a run.
   *
   * @param isAsked whether any region may have to be restored
   */
  public static FactoryRestore open(
      CacheManager manager, Setup setup, boolean isAsked, Timestamps timestamps) {
    Path store = manager.unwrap(ThermaeManager.class).storePath().orElse(null);
    if (store == null) {
      return new FactoryRestore(null);
    }
    String name = shortened(setup.name());
    RunToken token = new RunToken(store, name);
    if (!isAsked) {
      // What this run changes, nobody would know of.
      token.delete();
      return new FactoryRestore(null);
    }
    String claim = CLAIM + store + " " + name;
    if (System.getProperties().putIfAbsent(claim, "open") != null) {
      LOG.warn(
          "No region of session factory {} is restored: another one of that name uses the store {}."
              + " Give them hibernate.cache.region_prefix, or a store each",
          setup.name(),
          store);
      return new FactoryRestore(null);
    }
    try {
      return new FactoryRestore(begin(manager, setup, token, claim, timestamps));
    } catch (RuntimeException e) {
      System.getProperties().remove(claim);
      throw e;
    }
  }

  private static Running begin(
      CacheManager manager, Setup setup, RunToken token, String claim, Timestamps timestamps) {
    Ledger ledger = new Ledger(manager, shortened(setup.name()));
    String lastRun = token.read().orElse("");
    String boot = BootId.current();
    LastRun end = LastRun.UNUSABLE;
    String why = "no run before this one has left anything that may be used";
    if (setup.startsAnew()) {
      why = "the tables of the database are made anew";
    } else if (!lastRun.isEmpty() && ledger.isClosed(lastRun)) {
      end = LastRun.CLOSED;
    } else if (!lastRun.isEmpty() && ledger.isOpen(lastRun)) {
      boolean isWhole = setup.isSynchronousFull() || BootId.isSame(boot, ledger.boot());
      end = isWhole ? LastRun.CRASHED : LastRun.UNUSABLE;
      why = "the system was started anew after the last run, which was not closed";
    } else if (!lastRun.isEmpty()) {
      why = "the store is not as the last run has left it";
    }
    String run = UUID.randomUUID().toString();
    timestamps.raiseTo(ledger.highest());
    ledger.open(run, boot);
    // From here on nothing of the run before is kept if this one ends before it has looked at it.
    token.write(run);
    return new Running(setup, ledger, token, claim, run, lastRun, end, why, timestamps);
  }

  private static String shortened(String name) {
    CRC32C sum = new CRC32C();
    sum.update(name.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", sum.getValue());
  }

  // ------------------------------------------------------------------ regions

  /**
   * The restoring of one region, before its cache is opened.
   *
   * @param region its qualified name
   */
  public RegionRestore region(String region, RestoreOptions options) {
    RegionRestore restore = new RegionRestore(this, region, options);
    regions.add(restore);
    return restore;
  }

  boolean isRunning() {
    return running != null;
  }

  private Running running() {
    Running now = running;
    if (now == null) {
      throw new IllegalStateException("nothing is restored");
    }
    return now;
  }

  Ledger ledger() {
    return running().ledger();
  }

  /** Why nothing of a region can be kept, whatever is in it; null if something can. */
  @Nullable String refusal(String region, RestoreMode mode) {
    Running now = running();
    if (now.end() == LastRun.UNUSABLE) {
      return now.why();
    }
    RestoreMode kept = now.ledger().mode(region, now.lastRun()).orElse(null);
    if (kept == null) {
      return "it was not kept in the last run";
    }
    if (now.end() == LastRun.CRASHED && !(kept.isJournaled() && mode.isJournaled())) {
      return "the last run was not closed, and restore was " + kept.settingName();
    }
    return null;
  }

  /** From now on a region's items are kept in this run. */
  void keep(String region, RestoreMode mode, Fingerprint fingerprint) {
    Running now = running();
    now.ledger().keep(region, now.run(), mode, fingerprint);
  }

  /** To be called when the session factory has been built: regions become usable. */
  public void sessionFactoryCreated(SessionFactoryImplementor factory) {
    if (running != null) {
      FactoryFacts facts = FactoryFacts.of(factory);
      regions.forEach(region -> region.decide(facts));
    }
  }

  // ------------------------------------------------------------------ the end

  /**
   * Nothing of this run is to be restored: something could not be written, or came too late.
   *
   * @throws ThermaeException if not even that can be made sure
   */
  void giveUp(String region, String why) {
    Running now = running();
    now.token().delete(now.run());
    if (!gaveUp) {
      gaveUp = true;
      LOG.warn(
          "After this run no region of session factory {} will be restored. Region '{}': {}",
          now.setup().name(),
          region,
          why);
    }
  }

  /** Ends the run, after all regions have been closed and before the store is. */
  public void close() {
    Running now = running;
    if (now == null) {
      return;
    }
    try {
      if (!gaveUp) {
        now.ledger().close(now.run(), now.timestamps().highest());
      }
    } catch (CacheException | IllegalStateException e) {
      LOG.warn("The regions of session factory {} will not be restored", now.setup().name(), e);
    } finally {
      System.getProperties().remove(now.claim());
    }
  }

  /** Modes by region, for the log. */
  public Map<String, String> describe() {
    Map<String, String> modes = new java.util.TreeMap<>();
    regions.forEach(region -> modes.put(region.name(), region.describe()));
    return modes;
  }
}
