package io.github.thermae.hibernate.internal.restore;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.thermae.ThermaeCache;
import io.github.thermae.ThermaeException;
import io.github.thermae.hibernate.internal.access.CachedItem;
import io.github.thermae.hibernate.internal.access.InvalidationJournal;
import io.github.thermae.hibernate.internal.access.ThermaeTransaction;
import io.github.thermae.hibernate.internal.codec.MappingTypes;
import io.github.thermae.hibernate.internal.codec.RegionContents;
import io.github.thermae.hibernate.internal.codec.RegionValueCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.cache.CacheException;
import org.hibernate.engine.spi.SessionFactoryImplementor;
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
  static final String MAPPING = "mapping";

  private static final Logger LOG = LoggerFactory.getLogger(RegionRestore.class);

  private final FactoryRestore restore;
  private final String name;
  private final RestoreOptions options;
  private final boolean isKept;
  private final @Nullable String refusal;

  @GuardedBy("this")
  private final Map<Integer, Long> generations = new HashMap<>();

  private volatile @Nullable Opened opened;
  private volatile boolean isReady;
  private volatile boolean isClosing;

  /** The region's cache, and what is in it. */
  private record Opened(
      ThermaeCache<Object, CachedItem> cache, RegionContents contents, List<String> roles) {}

  RegionRestore(FactoryRestore restore, String name, RestoreOptions options) {
    this.restore = restore;
    this.name = name;
    this.options = options;
    this.isKept = restore.isRunning() && options.mode() != RestoreMode.DISCARD;
    this.refusal = isKept ? restore.refusal(name, options.mode()) : "";
    this.isReady = !isKept;
  }

  String name() {
    return name;
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

  /** What the region's codec has to know of the mapping. */
  public RegionValueCodec.Mapping mapping(
      SessionFactoryImplementor factory, RegionContents contents, List<String> roles) {
    MappingTypes types = new MappingTypes(factory);
    int start =
        Fingerprint.of(Map.of(MAPPING, MappingText.of(contents, roles, types))).startOf(MAPPING);
    return new RegionValueCodec.Mapping() {
      @Override
      public MappingTypes types() {
        return types;
      }

      @Override
      public int fingerprint() {
        return start;
      }
    };
  }

  /** Keeps the region's items or drops them. */
  void decide(FactoryFacts facts) {
    Opened region = opened;
    if (!isKept || isReady || region == null) {
      return;
    }
    try {
      Fingerprint now =
          facts.fingerprint(
              MappingText.of(region.contents(), region.roles(), facts.types()),
              options.generation());
      String why = refusal != null ? refusal : difference(facts, now);
      if (why != null) {
        LOG.info("Region '{}' starts empty: {}", name, why);
        region.cache().clear();
      }
      restore.keep(name, options.mode(), now);
      if (why != null || !Sweep.isNeeded(options)) {
        isReady = true;
      } else {
        new Sweep(region.cache(), options, facts, region.roles(), () -> isClosing)
            .start(name, () -> isReady = true);
      }
    } catch (CacheException | ThermaeException e) {
      // It stays as it is: finding and taking nothing.
      LOG.warn("Region '{}' is not used: it could not be found out what may be restored", name, e);
    }
  }

  private @Nullable String difference(FactoryFacts facts, Fingerprint now) {
    DatabaseIdentity database = facts.database();
    if (database == null) {
      return "the database could not be asked which one it is";
    }
    if (database.isInMemory()) {
      return "the database is in memory, so it is another one";
    }
    List<String> differences =
        restore.ledger().fingerprint(name).map(now::differences).orElse(List.of("everything"));
    return differences.isEmpty()
        ? null
        : "not the same as before: " + String.join(", ", differences);
  }

  /** Whether items may be found and put. */
  @Override
  public boolean isReady() {
    return isReady;
  }

  // ------------------------------------------------------------------ invalidations

  @Override
  public long firstGeneration(int role) {
    return isKept ? restore.ledger().generation(name, role).orElse(0) : 0;
  }

  @Override
  public void cleared(int role, long generation) {
    if (!isKept) {
      return;
    }
    synchronized (this) {
      // They may come in another order than they were counted.
      if (generation <= generations.getOrDefault(role, Long.MIN_VALUE)) {
        return;
      }
      written(() -> restore.ledger().setGeneration(name, role, generation));
      generations.put(role, generation);
    }
  }

  @Override
  public void locked(ThermaeTransaction transaction, Object key) {
    if (!isKept) {
      return;
    }
    if (isClosing) {
      restore.giveUp(name, "a transaction went on after the session factory was closed");
    } else if (options.mode().isJournaled() && !transaction.beforeCommit(this, key)) {
      removed(Set.of(key));
    }
  }

  @Override
  public void removed(Set<Object> keys) {
    Opened region = opened;
    if (isKept && options.mode().isJournaled() && region != null) {
      written(() -> region.cache().flush(keys));
    }
  }

  /** What cannot be written down makes everything void that is in the file. */
  private void written(Runnable write) {
    try {
      write.run();
    } catch (CacheException | IllegalStateException e) {
      restore.giveUp(name, String.valueOf(e.getMessage()));
    }
  }

  // ------------------------------------------------------------------ the end

  @Override
  public void closing() {
    isClosing = true;
  }

  @Override
  public void closeFailed(RuntimeException why) {
    if (isKept) {
      restore.giveUp(name, String.valueOf(why.getMessage()));
    }
  }
}
