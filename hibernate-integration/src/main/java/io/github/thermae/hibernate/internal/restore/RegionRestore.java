package io.github.thermae.hibernate.internal.restore;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.thermae.ThermaeCache;
import io.github.thermae.ThermaeException;
import io.github.thermae.hibernate.internal.access.CachedItem;
import io.github.thermae.hibernate.internal.access.InvalidationJournal;
import io.github.thermae.hibernate.internal.access.ThermaeTransaction;
import io.github.thermae.hibernate.internal.codec.MappingText;
import io.github.thermae.hibernate.internal.codec.RegionContents;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The restoring of one region: whether what it has in the file may be used, and that what a
 * statement makes old is not in the file any more when its transaction commits.
 *
 * <p>Until the session factory has been built nobody can know whether the mapping is still the
 * same; so long the region finds nothing and takes nothing. Thread-safe.
 */
public final class RegionRestore implements InvalidationJournal {
  private static final Logger LOG = LoggerFactory.getLogger(RegionRestore.class);
  private static final String CHANGED_LATE = "it was changed after the session factory was closed";

  private final FactoryRestore restore;
  private final String name;
  private final RestoreOptions options;
  private final boolean isKept;

  /** What was written of the region last. */
  private final Optional<Ledger.Kept> before;

  private final @Nullable String refusal;

  @GuardedBy("this")
  private final Map<Integer, Long> generations = new TreeMap<>();

  /** Set when the region's items are kept from now on. */
  @GuardedBy("this")
  private @Nullable Fingerprint fingerprint;

  private volatile @Nullable Opened opened;
  private volatile boolean isReady;
  private volatile boolean hasUnknownTenants;
  private volatile boolean isClosing;

  /** The region's cache, and what is in it. */
  private record Opened(
      ThermaeCache<Object, CachedItem> cache, RegionContents contents, List<String> roles) {}

  RegionRestore(FactoryRestore restore, String name, RestoreOptions options) {
    this.restore = restore;
    this.name = name;
    this.options = options;
    this.isKept = restore.isRunning() && options.mode() != RestoreMode.DISCARD;
    this.before = isKept ? restore.kept(name) : Optional.empty();
    this.refusal = isKept ? restore.refusal(before, options.mode()) : "";
    this.isReady = !isKept;
    before.ifPresent(kept -> generations.putAll(kept.generations()));
  }

  /** In a few words, for the log. */
  public String describe() {
    return isKept ? options.describe() : RestoreMode.DISCARD.settingName();
  }

  /** Whether the cache's rows must not be removed when it is opened. */
  public boolean mayHaveItems() {
    return refusal == null;
  }

  /** To be called when the region's cache has been opened. */
  public void opened(
      ThermaeCache<Object, CachedItem> cache, RegionContents contents, List<String> roles) {
    opened = new Opened(cache, contents, roles);
  }

  // ------------------------------------------------------------------ the decision

  /** Keeps the region's items or drops them. */
  void decide(FactoryFacts facts) {
    Opened region = opened;
    if (!isKept || isReady || region == null) {
      return;
    }
    try {
      Fingerprint now =
          facts.fingerprint(MappingText.of(region.contents(), facts.types()), options.generation());
      String why = refusal != null ? refusal : whyNot(region.contents(), facts, now);
      if (why != null) {
        LOG.info("Region '{}' starts empty: {}", name, why);
        region.cache().clear();
        keep(now);
        return;
      }
      hasUnknownTenants = facts.hasTenants();
      if (Sweep.isNeeded(options)) {
        new Sweep(region.cache(), options, facts, region.roles(), () -> isClosing)
            .start(name, () -> keep(now));
      } else {
        keep(now);
      }
    } catch (RuntimeException | LinkageError e) {
      discard(e);
    }
  }

  /**
   * The region starts empty because it could not be found out what may be restored, and is not kept
   * in this run; the application starts all the same.
   */
  void discard(Throwable why) {
    Opened region = opened;
    if (!isKept || isReady || region == null) {
      return;
    }
    try {
      region.cache().clear();
      isReady = true;
      LOG.warn("Region '{}' starts empty: it could not be found out what is in it", name, why);
    } catch (CacheException | IllegalStateException e) {
      why.addSuppressed(e);
      LOG.warn("Region '{}' is not used: what it had could not be removed", name, why);
    }
  }

  private @Nullable String whyNot(RegionContents contents, FactoryFacts facts, Fingerprint now) {
    String unusable = facts.whyNot(options);
    if (unusable != null) {
      return unusable;
    }
    if (restore.hasCrashed() && !contents.naturalIds().isEmpty()) {
      // Hibernate locks no natural id of what it deletes: it can be cached again until the commit.
      return "the last run was not closed, and may have deleted what its natural ids lead to";
    }
    List<String> differences =
        before.map(kept -> now.differences(kept.fingerprint())).orElse(List.of("everything"));
    return differences.isEmpty()
        ? null
        : "not the same as before: " + String.join(", ", differences);
  }

  /** From now on the region's items are those of this run, and may be found and put. */
  private synchronized void keep(Fingerprint now) {
    fingerprint = now;
    restore.keep(name, options.mode(), generations, now);
    isReady = true;
  }

  /** Whether items may be found and put. */
  @Override
  public boolean isReady() {
    return isReady;
  }

  @Override
  public boolean mayHaveUnknownTenants() {
    return hasUnknownTenants;
  }

  // ------------------------------------------------------------------ invalidations

  @Override
  public synchronized long firstGeneration(int role) {
    return generations.getOrDefault(role, 0L);
  }

  @Override
  public long leastNextGeneration() {
    return isKept ? restore.leastNextGeneration() : 0;
  }

  @Override
  public synchronized void cleared(int role, long generation) {
    // They may come in another order than they were counted.
    if (isKept && generation > generations.getOrDefault(role, 0L)) {
      generations.put(role, generation);
      if (isClosing) {
        restore.giveUp(name, CHANGED_LATE);
      } else if (options.mode().isJournaled()) {
        saveGenerations();
      }
    }
  }

  @GuardedBy("this")
  private void saveGenerations() {
    Fingerprint now = fingerprint;
    if (now != null) {
      Map<Integer, Long> all = Map.copyOf(generations);
      written(() -> restore.keep(name, options.mode(), all, now));
    }
  }

  @Override
  public void locked(ThermaeTransaction transaction, Object key) {
    boolean waits =
        isKept && !isClosing && options.mode().isJournaled() && transaction.beforeCommit(this, key);
    if (!waits) {
      removed(Set.of(key));
    }
  }

  @Override
  public void removed(Set<Object> keys) {
    Opened region = opened;
    if (!isKept || region == null) {
      return;
    }
    if (isClosing) {
      restore.giveUp(name, CHANGED_LATE);
    } else if (options.mode().isJournaled()) {
      written(() -> region.cache().flush(keys));
    }
  }

  /** What cannot be written down makes everything void that is in the file. */
  private void written(Runnable write) {
    if (restore.hasGivenUp()) {
      return;
    }
    try {
      write.run();
    } catch (CacheException | IllegalStateException e) {
      restore.giveUp(name, String.valueOf(e.getMessage()));
    }
  }

  // ------------------------------------------------------------------ the end

  /** What was not saved as it should be must not be taken for whole at the next start. */
  @Override
  public synchronized void closing() {
    boolean isFirst = !isClosing;
    isClosing = true;
    Opened region = opened;
    if (isKept && isFirst && region != null) {
      try {
        saveGenerations();
        written(region.cache()::flush);
      } catch (ThermaeException e) {
        // No commit waits for this, others are still to be closed, and the run stays open.
        LOG.warn("Region '{}' could not be saved, and nor could that be noted", name, e);
      }
    }
  }
}
