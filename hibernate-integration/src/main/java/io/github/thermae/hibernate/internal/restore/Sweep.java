package io.github.thermae.hibernate.internal.restore;

import io.github.thermae.ThermaeCache;
import io.github.thermae.hibernate.internal.access.CachedItem;
import io.github.thermae.hibernate.internal.access.Timestamps;
import io.github.thermae.hibernate.internal.key.RegionKey;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.hibernate.cache.spi.entry.CacheEntry;
import org.hibernate.cache.spi.entry.StructuredCacheEntry;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every item that a region has been restored with, before any is used: drops those that
 * are too old, and, if asked for, those whose version is not the one in the database. Runs in a
 * thread of its own, with a session of its own; meanwhile the region finds and takes nothing.
 */
final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
  private static final int BATCH = 200;
  private static final String ENTITY = "entity ";

  private final ThermaeCache<Object, CachedItem> cache;
  private final RestoreOptions options;
  private final FactoryFacts facts;
  private final List<String> roles;
  private final BooleanSupplier isClosing;
  private final long now = System.currentTimeMillis() * Timestamps.PER_MILLI;

  /** A versioned entity and where its item is. */
  private record Candidate(Object key, Object id, @Nullable Object version) {}

  Sweep(
      ThermaeCache<Object, CachedItem> cache,
      RestoreOptions options,
      FactoryFacts facts,
      List<String> roles,
      BooleanSupplier isClosing) {
    this.cache = cache;
    this.options = options;
    this.facts = facts;
    this.roles = roles;
    this.isClosing = isClosing;
  }

  static boolean isNeeded(RestoreOptions options) {
    return options.verify() || options.maxAge().isPresent();
  }

  /** Begins, and says when it is done; if it fails, the region starts empty. */
  void start(String region, Runnable done) {
    Thread thread = new Thread(() -> run(region, done), "thermae-restore-" + region);
    thread.setDaemon(true);
    thread.start();
  }

  private void run(String region, Runnable done) {
    try {
      long kept = sweep();
      LOG.info("Region '{}' is restored with {} items", region, kept);
      done.run();
    } catch (RuntimeException | LinkageError e) {
      if (!isClosing.getAsBoolean()) {
        LOG.warn("Region '{}' starts empty: what it had could not be looked at", region, e);
        cache.clear();
        done.run();
      }
    }
  }

  /** How many items stay. */
  private long sweep() {
    Map<Integer, List<Candidate>> byRole = new HashMap<>();
    long kept = 0;
    for (Iterator<Object> keys = cache.keys().iterator(); keys.hasNext(); ) {
      if (isClosing.getAsBoolean()) {
        throw new IllegalStateException("the region is being closed");
      }
      RegionKey key = (RegionKey) keys.next();
      CachedItem item = cache.get(key);
      if (item == null || isTooOld(item)) {
        drop(key);
      } else if (!options.verify()) {
        kept++;
      } else {
        kept += collect(key, item, byRole);
      }
    }
    for (List<Candidate> batch : byRole.values()) {
      kept += verified(batch);
    }
    return kept;
  }

  private void drop(Object key) {
    boolean unused = cache.remove(key);
  }

  /** What comes from the future was cached when the clock was otherwise; nobody knows its age. */
  private boolean isTooOld(CachedItem item) {
    long age = now - item.timestamp();
    return options
        .maxAge()
        .map(most -> age < 0 || age > Timestamps.ofMillis(most.toMillis()))
        .orElse(false);
  }

  // ------------------------------------------------------------------ versions

  /** Takes an item into a batch; a full one is looked at. */
  private long collect(RegionKey key, CachedItem item, Map<Integer, List<Candidate>> batches) {
    EntityPersister root = rootOf(key);
    // With tenants there are several databases to ask.
    boolean isOne = root != null && key.tenant() == null;
    Object version = isOne ? versionOf(item.value()) : null;
    if (version == null) {
      drop(key);
      return 0;
    }
    List<Candidate> batch = batches.computeIfAbsent(key.role(), role -> new ArrayList<>());
    batch.add(new Candidate(key, key.id(), version));
    if (batch.size() < BATCH) {
      return 0;
    }
    batches.remove(key.role());
    return verified(batch);
  }

  private @Nullable EntityPersister rootOf(RegionKey key) {
    String role = roles.get(key.role());
    EntityPersister root =
        role.startsWith(ENTITY)
            ? facts.types().entities().get(role.substring(ENTITY.length()))
            : null;
    return root != null && root.isVersioned() ? root : null;
  }

  private static @Nullable Object versionOf(Object value) {
    if (value instanceof CacheEntry entry) {
      return entry.getVersion();
    }
    return value instanceof Map<?, ?> map ? map.get(StructuredCacheEntry.VERSION_KEY) : null;
  }

  private long verified(List<Candidate> batch) {
    RegionKey first = (RegionKey) batch.get(0).key();
    EntityPersister root = Objects.requireNonNull(rootOf(first));
    long kept = 0;
    try (SessionImplementor session = facts.factory().openSession()) {
      Map<Object, Object> versions = versionsInDatabase(root, batch, session);
      for (Candidate candidate : batch) {
        Object inDatabase = versions.get(candidate.id());
        if (inDatabase != null && root.getVersionType().isEqual(inDatabase, candidate.version())) {
          kept++;
        } else {
          drop(candidate.key());
        }
      }
    }
    return kept;
  }

  private static Map<Object, Object> versionsInDatabase(
      EntityPersister root, List<Candidate> batch, SessionImplementor session) {
    Map<Object, Object> versions = new HashMap<>();
    if (root.getIdentifierType().isComponentType()) {
      for (Candidate candidate : batch) {
        Object id = assembled(root.getIdentifierType(), candidate.id(), session);
        versions.put(candidate.id(), root.getCurrentVersion(id, session));
      }
      return versions;
    }
    Map<Object, Object> idByAssembled = new HashMap<>();
    for (Candidate candidate : batch) {
      idByAssembled.put(
          assembled(root.getIdentifierType(), candidate.id(), session), candidate.id());
    }
    session
        .createSelectionQuery(
            "select id(e), version(e) from " + root.getEntityName() + " e where id(e) in (:ids)",
            Object[].class)
        .setParameterList("ids", idByAssembled.keySet())
        .list()
        .forEach(row -> versions.put(idByAssembled.get(row[0]), row[1]));
    return versions;
  }

  private static Object assembled(Type type, Object id, SessionImplementor session) {
    return Objects.requireNonNull(type.assemble((Serializable) disassembled(id), session, null));
  }

  /** As it was before it became a part of a key. */
  private static @Nullable Object disassembled(@Nullable Object part) {
    return part instanceof List<?> parts ? parts.stream().map(Sweep::disassembled).toArray() : part;
  }
}
