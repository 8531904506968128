package io.github.thermae.hibernate.internal.access;

import java.util.Comparator;
import java.util.Set;
import org.hibernate.CacheMode;
import org.hibernate.cache.spi.DomainDataRegion;
import org.hibernate.cache.spi.access.AccessType;
import org.hibernate.cache.spi.access.CachedDomainDataAccess;
import org.hibernate.cache.spi.access.SoftLock;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * The cached items of one role: of an entity hierarchy, a collection or a natural id.
 *
 * <p>Promises, for every strategy:
 *
 * <ul>
 *   <li>while a transaction that has locked a key can still commit, the key is in no tier, and
 *       nobody puts it there;
 *   <li>what is put was read by a transaction that began after the last change of the key had
 *       ended, so no slow reader brings an old row back;
 *   <li>the same for all keys, for statements that change rows nobody has listed.
 * </ul>
 *
 * A read takes no lock. A change takes the lock of its stripe, around the change of the one key.
 * Thread-safe.
 */
abstract class DomainAccess implements CachedDomainDataAccess {
  private static final int STRIPES = 128;

  private final RoleSetup setup;
  private final Strategy strategy;
  private final RegionStorage storage;
  private final AccessCounters counters;
  private final Timestamps timestamps;
  private final RegionGate gate;
  private final LockStripe[] stripes = new LockStripe[STRIPES];

  DomainAccess(RoleSetup setup) {
    this.setup = setup;
    this.strategy = Strategy.of(setup.accessType());
    this.storage = setup.storage();
    this.counters = setup.counters();
    this.timestamps = setup.timestamps();
    this.gate =
        new RegionGate(
            setup.journal().firstGeneration(setup.role()), setup.journal().leastNextGeneration());
    setup.watch().opened();
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new LockStripe();
    }
  }

  RoleSetup setup() {
    return setup;
  }

  Strategy strategy() {
    return strategy;
  }

  @Override
  public final DomainDataRegion getRegion() {
    return setup.region();
  }

  @Override
  public final AccessType getAccessType() {
    return setup.accessType();
  }

  private LockStripe stripe(Object key) {
    int hash = key.hashCode();
    return stripes[(hash ^ (hash >>> 16)) & (STRIPES - 1)];
  }

  private static long began(SharedSessionContractImplementor session) {
    return session.getCacheTransactionSynchronization().getCachingTimestamp();
  }

  // ------------------------------------------------------------------ reading

  @Override
  public final @Nullable Object get(SharedSessionContractImplementor session, Object key) {
    CachedItem item = find(key);
    if (item == null || (strategy.readsAsOf() && item.timestamp() > began(session))) {
      counters.misses.increment();
      return null;
    }
    counters.hits.increment();
    return item.value();
  }

  /** The item of a key unless it is void. */
  private @Nullable CachedItem find(Object key) {
    CachedItem item = storage.get(key);
    return item != null && item.generation() == gate.generation() ? item : null;
  }

  @Override
  public final boolean contains(Object key) {
    return find(key) != null
        || setup.keys().ofAllTenants(key).stream().anyMatch(each -> find(each) != null);
  }

  // ------------------------------------------------------------------ what was read is cached

  @Override
  public final boolean putFromLoad(
      SharedSessionContractImplementor session,
      Object key,
      Object value,
      @Nullable Object version,
      boolean minimalPutOverride) {
    return putFromLoad(session, key, value, version);
  }

  @Override
  public final boolean putFromLoad(
      SharedSessionContractImplementor session,
      Object key,
      Object value,
      @Nullable Object version) {
    boolean put = tryPutFromLoad(session, key, value, version);
    (put ? counters.puts : counters.refusedPuts).increment();
    return put;
  }

  private boolean tryPutFromLoad(
      SharedSessionContractImplementor session,
      Object key,
      Object value,
      @Nullable Object version) {
    long began = began(session);
    // Before anything else is asked: what is put is void if a clearing comes between.
    long generation = gate.generation();
    CachedItem present = storage.get(key);
    // Without a lock: readers who bring what is there already are many.
    if (present != null
        && present.generation() == generation
        && !mayReplace(present, version, began, session)) {
      return false;
    }
    LockStripe stripe = stripe(key);
    stripe.lock.lock();
    try {
      long now = timestamps.now();
      return !gate.refuses(began, now)
          && !stripe.refuses(key, began, now)
          && storage.put(key, new CachedItem(value, version, began, generation));
    } finally {
      stripe.lock.unlock();
    }
  }

  /** Whether what was read is newer than what is cached, or is wanted in its place. */
  private boolean mayReplace(
      CachedItem present,
      @Nullable Object version,
      long began,
      SharedSessionContractImplementor session) {
    if (present.timestamp() > timestamps.now()) {
      // From a run whose clock was ahead of this one's: nobody would see it for so long.
      return true;
    }
    Object presentVersion = present.version();
    Comparator<Object> versions = setup.versions();
    if (presentVersion != null && version != null && versions != null) {
      int order = versions.compare(presentVersion, version);
      // Like Hibernate's own READ_WRITE: what has the same version is the same.
      if (order != 0 || strategy.readsAsOf()) {
        return order < 0;
      }
    }
    return session.getCacheMode() == CacheMode.REFRESH && began >= present.timestamp();
  }

  // ------------------------------------------------------------------ changes

  @Override
  public final SoftLock lockItem(
      SharedSessionContractImplementor session, Object key, @Nullable Object version) {
    ThermaeTransaction transaction = ThermaeTransaction.of(session);
    KeyLock lock = lock(transaction, key);
    counters.invalidations.increment();
    return lock;
  }

  /**
   * A row that was inserted is locked too: another session of the same transaction, as under JTA,
   * can read it, and must not cache what may roll back. It can be in place of one that is still in
   * a file: of the deletion of a natural id Hibernate tells after the commit only.
   */
  final void lockInserted(SharedSessionContractImplementor session, Object key) {
    KeyLock unused = lock(ThermaeTransaction.of(session), key);
  }

  private KeyLock lock(ThermaeTransaction transaction, Object key) {
    LockStripe stripe = stripe(key);
    KeyLock lock;
    stripe.lock.lock();
    try {
      long now = timestamps.next();
      lock = new KeyLock(this, key, Owner.of(transaction, now + setup.timeout()), now);
      stripe.acquire(lock, now);
      removeFromAllTiers(key);
    } finally {
      stripe.lock.unlock();
    }
    transaction.holds(lock);
    setup.journal().locked(transaction, key);
    return lock;
  }

  /** An item that cannot be removed, as on a disk that fails, is made void with all the others. */
  private void removeFromAllTiers(Object key) {
    if (!storage.remove(key)) {
      clear();
    }
  }

  @Override
  public final void unlockItem(
      SharedSessionContractImplementor session, Object key, @Nullable SoftLock lock) {
    if (lock instanceof KeyLock keyLock) {
      release(keyLock);
    } else {
      forget(key);
    }
  }

  /** Of a lock that has timed out nobody knows what was cached since, so that goes. */
  void release(KeyLock lock) {
    LockStripe stripe = stripe(lock.key());
    stripe.lock.lock();
    try {
      release(stripe, lock, timestamps.next());
    } finally {
      stripe.lock.unlock();
    }
  }

  @SuppressWarnings("GuardedBy") // the callers hold the stripe's lock
  private void release(LockStripe stripe, KeyLock lock, long now) {
    KeyLock.State before = stripe.release(lock, now);
    if (before == KeyLock.State.TIMED_OUT) {
      removeFromAllTiers(lock.key());
      stripe.bury(lock.key(), now);
    }
  }

  /** Removes a key, in the file too, and keeps slow readers from bringing it back. */
  private void forget(Object key) {
    forgetInMemory(key);
    setup.journal().removed(Set.of(key));
  }

  /** Who has locked it sees to it himself. */
  private void forgetInMemory(Object key) {
    LockStripe stripe = stripe(key);
    stripe.lock.lock();
    try {
      long now = timestamps.next();
      if (!stripe.isLocked(key, now)) {
        removeFromAllTiers(key);
        stripe.bury(key, now);
      }
    } finally {
      stripe.lock.unlock();
    }
  }

  /** What a committed insert or update is, for strategies that cache it. */
  final boolean putInserted(
      SharedSessionContractImplementor session,
      Object key,
      Object value,
      @Nullable Object version) {
    long began = began(session);
    long generation = gate.generation();
    LockStripe stripe = stripe(key);
    stripe.lock.lock();
    try {
      KeyLock own = stripe.lockOf(ThermaeTransaction.of(session), key);
      if (own != null) {
        return putAndRelease(stripe, own, value, version, generation);
      }
      // Nobody was told of the row before: the database has numbered it.
      long now = timestamps.next();
      return strategy.cachesChanges()
          && !gate.refuses(began, now)
          && !stripe.refuses(key, began, now)
          && find(key) == null
          && putChanged(key, value, version, now, generation);
    } finally {
      stripe.lock.unlock();
    }
  }

  final boolean putUpdated(
      Object key, Object value, @Nullable Object version, @Nullable SoftLock lock) {
    if (!(lock instanceof KeyLock keyLock)) {
      forget(key);
      return false;
    }
    long generation = gate.generation();
    LockStripe stripe = stripe(key);
    stripe.lock.lock();
    try {
      return putAndRelease(stripe, keyLock, value, version, generation);
    } finally {
      stripe.lock.unlock();
    }
  }

  @SuppressWarnings("GuardedBy") // the callers hold the stripe's lock
  private boolean putAndRelease(
      LockStripe stripe, KeyLock lock, Object value, @Nullable Object version, long generation) {
    long now = timestamps.next();
    boolean put =
        strategy.cachesChanges()
            && stripe.isHeldAlone(lock)
            && !gate.refuses(lock.since(), now)
            && putChanged(lock.key(), value, version, now, generation);
    release(stripe, lock, now);
    return put;
  }

  /** For those who begin after the event that this is. */
  private boolean putChanged(
      Object key, Object value, @Nullable Object version, long event, long generation) {
    boolean put = storage.put(key, new CachedItem(value, version, event + 1, generation));
    if (put) {
      counters.puts.increment();
    }
    return put;
  }

  @Override
  public final void remove(SharedSessionContractImplementor session, Object key) {
    ThermaeTransaction transaction = ThermaeTransaction.of(session);
    if (!session.isTransactionInProgress()) {
      // A statement that has committed itself; nobody else will tell of its end.
      transaction.releaseKey(this, key);
    }
    forgetInMemory(key);
    setup.journal().locked(transaction, key);
  }

  /** Whoever asks for it may know of a change that nobody else was told of. */
  @Override
  public final void evict(Object key) {
    counters.invalidations.increment();
    if (setup.journal().mayHaveUnknownTenants() && setup.keys().isOfAnyTenant(key)) {
      clear();
      return;
    }
    forget(key);
    setup.keys().ofAllTenants(key).forEach(this::forget);
  }

  // ------------------------------------------------------------------ all items

  @Override
  public final SoftLock lockRegion() {
    long now = timestamps.next();
    RegionLock lock = new RegionLock(this, now + setup.timeout());
    gate.acquire(lock);
    tellCleared();
    return lock;
  }

  @Override
  public final void removeAll(SharedSessionContractImplementor session) {
    gate.assign(ThermaeTransaction.of(session));
    setup.watch().cleared(this);
    clear();
  }

  @Override
  public final void unlockRegion(@Nullable SoftLock lock) {
    if (!(lock instanceof RegionLock regionLock)) {
      clear();
    } else if (!regionLock.isKeptToTheEnd()) {
      release(regionLock);
    }
  }

  void release(RegionLock lock) {
    if (gate.release(lock, timestamps.next())) {
      tellCleared();
    }
  }

  @Override
  public final void evictAll() {
    clear();
  }

  /** Makes all items of this role void, and leaves those of others in the region alone. */
  final void clear() {
    gate.clear(timestamps.next());
    tellCleared();
  }

  private void tellCleared() {
    counters.clears.increment();
    setup.journal().cleared(setup.role(), gate.generation());
  }
}
