package io.github.thermae.hibernate.internal.restore;

import io.github.thermae.ThermaeException;
import io.github.thermae.ThermaeManager;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.hibernate.internal.access.Timestamps;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
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
  private static final Ledger.Run NO_RUN =
      new Ledger.Run("", 0, BootId.UNKNOWN, 0, false, false, "");

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
   * @param prefix of its regions; tells factories apart that share a store
   * @param isSynchronousFull whether every commit of the store is forced to disk
   * @param startsAnew whether the tables of the database are made anew at the start
   * @param dropsAtTheEnd whether they are dropped when the factory is closed
   * @param isAsked whether any region may have to be restored
   */
  public record Setup(
      String prefix,
      boolean isSynchronousFull,
      boolean startsAnew,
      boolean dropsAtTheEnd,
      boolean isAsked) {}

  private final @Nullable Running running;

  /**
   * Names a run whose items this factory makes old without that run's knowing: it works on the same
   * database and does not have the store, or keeps nothing in it.
   */
  private final @Nullable RunToken spoiled;

  private final List<RegionRestore> regions = new ArrayList<>();

  /** What there is where something is to be restored. */
  private record Running(
      Setup setup,
      Ledger ledger,
      RunToken token,
      Ledger.Run run,
      String lastRun,
      LastRun end,
      String why,
      String sealing,
      Timestamps timestamps) {}

  /** Something could not be written: this run never counts as closed. */
  private volatile boolean isBroken;

  /** The token is gone, so nothing need be written any more. */
  private volatile boolean gaveUp;

  private FactoryRestore(@Nullable Running running, @Nullable RunToken spoiled) {
    this.running = running;
    this.spoiled = spoiled;
    spoil();
  }

  private void spoil() {
    if (spoiled != null) {
      spoiled.delete();
    }
  }

  /**
   * Begins a run.
   *
   * @param storeOfAnother the file that belongs to another process, or to another session factory
   *     of this one, if that is why there is none
   */
  public static FactoryRestore open(
      CacheManager manager, Optional<Path> storeOfAnother, Setup setup, Timestamps timestamps) {
    String name = shortened(setup.prefix());
    if (storeOfAnother.isPresent()) {
      return new FactoryRestore(null, new RunToken(storeOfAnother.get(), name));
    }
    Path store = manager.unwrap(ThermaeManager.class).storePath().orElse(null);
    if (store == null) {
      if (setup.isAsked()) {
        LOG.warn(
            "No region with the prefix '{}' will be restored: without hibernate.thermae.store.path"
                + " nothing is in a file",
            setup.prefix());
      }
      return new FactoryRestore(null, null);
    }
    RunToken token = new RunToken(store, name);
    if (!setup.isAsked()) {
      return new FactoryRestore(null, token);
    }
    if (setup.dropsAtTheEnd()) {
      LOG.warn(
          "No region with the prefix '{}' is restored, nor will be after this run: this session"
              + " factory drops its tables at the end, as hibernate.hbm2ddl.auto or a setting like"
              + " it says",
          setup.prefix());
      return new FactoryRestore(null, token);
    }
    return new FactoryRestore(begin(manager, setup, token, timestamps), null);
  }

  private static Running begin(
      CacheManager manager, Setup setup, RunToken token, Timestamps timestamps) {
    Ledger ledger = new Ledger(manager, shortened(setup.prefix()));
    Ledger.Run last = ledger.run().orElse(NO_RUN);
    String boot = BootId.current();
    String named = token.read().orElse("");
    LastRun end = LastRun.UNUSABLE;
    String why;
    if (setup.startsAnew()) {
      why = "the tables of the database are made anew";
    } else if (named.isEmpty()) {
      why = "no run before this one has left anything that may be used";
    } else if (!named.equals(last.name())) {
      why = "the store is not as the last run has left it";
    } else if (last.files().isEmpty() || !last.files().equals(token.files())) {
      why =
          "the store or the file "
              + token
              + " is a copy or comes from a backup, its owner or its mode was changed, or that"
              + " cannot be found out";
    } else if (last.isClosed()) {
      end = LastRun.CLOSED;
      why = "";
    } else {
      boolean isWhole = last.isForced() || BootId.isSame(boot, last.boot());
      end = isWhole ? LastRun.CRASHED : LastRun.UNUSABLE;
      why = "the system was started anew after the last run, which was not closed";
    }
    timestamps.raiseTo(last.highest());
    Ledger.Run run =
        new Ledger.Run(
            UUID.randomUUID().toString(),
            last.number() + 1,
            boot,
            timestamps.now(),
            false,
            setup.isSynchronousFull(),
            "");
    ledger.write(run);
    // From here on nothing of the run before is kept if this one ends before it has looked at it.
    token.write(run.name());
    Ledger.Run begun = run.in(token.files());
    ledger.write(begun);
    return new Running(setup, ledger, token, begun, named, end, why, sealing(manager), timestamps);
  }

  /** How the store is encrypted, without what opens it. */
  private static String sealing(CacheManager manager) {
    return manager.unwrap(ThermaeManager.class).effectiveSettings().stream()
        .filter(setting -> setting.name().startsWith(StoreOptions.ENCRYPTION))
        .map(setting -> setting.name() + "=" + setting.value())
        .sorted()
        .collect(Collectors.joining("\n"));
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

  /** What was written of a region last. */
  Optional<Ledger.Kept> kept(String region) {
    return running().ledger().kept(region);
  }

  /** Whether the last run was not closed, and all the same something of it may be used. */
  boolean hasCrashed() {
    return running().end() == LastRun.CRASHED;
  }

  /**
   * Why nothing of a region can be kept, whatever is in it; null if something can.
   *
   * @param kept what was written of it last
   */
  @Nullable String refusal(Optional<Ledger.Kept> kept, RestoreMode mode) {
    Running now = running();
    if (now.end() == LastRun.UNUSABLE) {
      return now.why();
    }
    if (kept.filter(last -> last.run().equals(now.lastRun())).isEmpty()) {
      return "it was not kept in the last run";
    }
    RestoreMode before = kept.get().mode();
    if (hasCrashed() && !(before.isJournaled() && mode.isJournaled())) {
      return "the last run was not closed, and restore was " + before.settingName();
    }
    return null;
  }

  /** From now on a region's items are kept in this run. */
  void keep(
      String region, RestoreMode mode, Map<Integer, Long> generations, Fingerprint fingerprint) {
    Running now = running();
    now.ledger().write(region, new Ledger.Kept(now.run().name(), mode, generations, fingerprint));
  }

  /**
   * No generation below this was given to an item in a run before this one; it may not have been
   * written down that it was.
   */
  long leastNextGeneration() {
    return running().run().number() << Integer.SIZE;
  }

  /** To be called when the session factory has been built: regions become usable. */
  public void sessionFactoryCreated(SessionFactoryImplementor factory) {
    if (running == null) {
      return;
    }
    FactoryFacts facts;
    try {
      facts = FactoryFacts.of(factory, running.sealing());
    } catch (RuntimeException | LinkageError e) {
      regions.forEach(region -> region.discard(e));
      return;
    }
    regions.forEach(region -> region.decide(facts));
  }

  // ------------------------------------------------------------------ the end

  /**
   * Nothing of this run is to be restored: something could not be written, or came too late.
   *
   * @throws ThermaeException if not even that can be made sure
   */
  void giveUp(String region, String why) {
    Running now = running();
    isBroken = true;
    now.token().delete(now.run().name());
    if (!gaveUp) {
      gaveUp = true;
      LOG.warn(
          "After this run no region with the prefix '{}' will be restored. Region '{}': {}",
          now.setup().prefix(),
          region,
          why);
    }
  }

  /** Whether nothing need be written any more for the next start. */
  boolean hasGivenUp() {
    return gaveUp;
  }

  /** Ends the run, after all regions have been closed and before the store is. */
  public void close() {
    // Again: whoever has begun to keep items meanwhile does not know of these changes either.
    spoil();
    Running now = running;
    if (now == null) {
      return;
    }
    // Most have been closed before; all must be saved before it is said that they are.
    regions.forEach(RegionRestore::closing);
    try {
      if (!isBroken) {
        now.ledger().write(now.run().closed(now.timestamps().now()));
      }
    } catch (CacheException | IllegalStateException e) {
      LOG.warn("The regions with the prefix '{}' will not be restored", now.setup().prefix(), e);
    }
  }
}
