package io.github.thermae.internal.jcache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.thermae.EffectiveSetting;
import io.github.thermae.RotationListener;
import io.github.thermae.StoreHealth;
import io.github.thermae.ThermaeCache;
import io.github.thermae.ThermaeException;
import io.github.thermae.ThermaeManager;
import io.github.thermae.codec.Codec;
import io.github.thermae.config.CacheOptions;
import io.github.thermae.config.Compression;
import io.github.thermae.config.Settings;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.internal.codec.ClassGate;
import io.github.thermae.internal.codec.CodecChoice;
import io.github.thermae.internal.store.OutboxTables;
import io.github.thermae.internal.store.StoreKeys;
import io.github.thermae.internal.store.TableOptions;
import io.github.thermae.internal.store.TableTraits;
import io.github.thermae.internal.store.TieredStore;
import io.github.thermae.internal.store.TieredTable;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.Configuration;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The caches of one URI and class loader, over one store. Thread-safe. Holds its class loader
 * weakly; the caches that are open hold it strongly, through the classes of their entries.
 */
public final class ThermaeCacheManager implements ThermaeManager {
  private static final Logger LOG = LoggerFactory.getLogger(ThermaeCacheManager.class);

  private final CachingProvider provider;
  private final URI uri;
  private final WeakReference<ClassLoader> loader;
  private final Properties properties;
  private final StoreLease lease;
  private final BackgroundThreads threads;
  private final Consumer<ThermaeCacheManager> onClose;
  private final Map<String, TieredCache<?, ?>> caches = new ConcurrentHashMap<>();

  /** How the caches that are open came to be as they are. */
  private final Map<TieredCache<?, ?>, CacheBlueprint<?, ?>> blueprints = new ConcurrentHashMap<>();

  /** Those that are being closed, which may last as long as their asynchronous calls do. */
  private final Set<TieredCache<?, ?>> ending = ConcurrentHashMap.newKeySet();

  private final List<Consumer<? super ThermaeCache<?, ?>>> listeners = new CopyOnWriteArrayList<>();

  private final Object lifecycle = new Object();

  @GuardedBy("lifecycle")
  private boolean closed;

  /**
   * A manager.
   *
   * @param lease the store, which this manager gives back when it is closed
   * @param threads run asynchronous listeners and loads; this manager shuts them down
   * @param onClose called once, when the manager has been closed
   */
  public ThermaeCacheManager(
      CachingProvider provider,
      URI uri,
      ClassLoader loader,
      Properties properties,
      StoreLease lease,
      BackgroundThreads threads,
      Consumer<ThermaeCacheManager> onClose) {
    this.provider = provider;
    this.uri = uri;
    this.loader = new WeakReference<>(loader);
    this.properties = copyOf(properties);
    this.lease = lease;
    this.threads = threads;
    this.onClose = onClose;
    if (lease.store().isDurable()) {
      threads.reapBy(this::reap);
    }
  }

  /** Removes what has expired without anybody asking for it; what fails is tried again later. */
  private void reap() {
    for (TieredCache<?, ?> cache : caches.values()) {
      try {
        cache.reap();
      } catch (RuntimeException | Error e) {
        LOG.debug("Reaping cache '{}' failed and will be tried again", cache.getName(), e);
      }
    }
  }

  @Override
  public CachingProvider getCachingProvider() {
    return provider;
  }

  @Override
  public URI getURI() {
    return uri;
  }

  @Override
  public @Nullable ClassLoader getClassLoader() {
    return loader.get();
  }

  /** A copy of what the manager was made with, but for the password. */
  @Override
  public Properties getProperties() {
    return copyOf(properties);
  }

  private static Properties copyOf(Properties properties) {
    Properties copy = new Properties();
    properties.stringPropertyNames().forEach(n -> copy.setProperty(n, properties.getProperty(n)));
    copy.remove(StoreOptions.PREFIX + StoreOptions.ENCRYPTION_PASSWORD);
    return copy;
  }

  // ------------------------------------------------------------------ caches

  @Override
  public <K, V, C extends Configuration<K, V>> Cache<K, V> createCache(
      String cacheName, C configuration) {
    Arguments.notNull(cacheName, "cache name");
    Arguments.notNull(configuration, "configuration");
    requireFree(cacheName);
    TieredCache<K, V> made;
    List<Consumer<? super ThermaeCache<?, ?>>> listening;
    synchronized (lifecycle) {
      requireOpen();
      if (caches.containsKey(cacheName)) {
        throw new CacheException(
            "Cache '" + cacheName + "' exists already: use getCache, or another name");
      }
      CacheBlueprint<K, V> blueprint =
          StoreErrors.translated(
              () ->
                  CacheBlueprint.ofCode(
                      cacheName, configuration, lease.settings(), getClassLoader()));
      lease
          .settings()
          .declarationOf(cacheName)
          .ifPresent(place -> LOG.info("{}", blueprint.merged(place, lease.settings())));
      made = opened(blueprint);
      listening = List.copyOf(listeners);
    }
    listening.forEach(listener -> tell(listener, made));
    return made;
  }

  private static void tell(Consumer<? super ThermaeCache<?, ?>> listener, TieredCache<?, ?> cache) {
    try {
      listener.accept(cache);
    } catch (RuntimeException e) {
      LOG.warn("A listener for new caches failed with cache '{}'", cache.getName(), e);
    }
  }

  /** Registered and looked up in one step with the making of caches, so each is told once. */
  @Override
  public void addCacheListener(Consumer<? super ThermaeCache<?, ?>> listener) {
    Arguments.notNull(listener, "listener");
    List<TieredCache<?, ?>> open;
    synchronized (lifecycle) {
      requireOpen();
      listeners.add(listener);
      open = List.copyOf(caches.values());
    }
    open.forEach(cache -> tell(listener, cache));
  }

  @Override
  public void removeCacheListener(Consumer<? super ThermaeCache<?, ?>> listener) {
    listeners.remove(Arguments.notNull(listener, "listener"));
  }

  private static void requireFree(String cacheName) {
    if (OutboxTables.isReserved(cacheName)) {
      throw new CacheException(
          "'"
              + cacheName
              + "' cannot be a cache's name: those that begin with 'thermae:' are the"
              + " store's own");
    }
  }

  /** A cache that the configuration file names, made since somebody asks for it. */
  private <K, V> @Nullable TieredCache<?, ?> declared(
      String cacheName, Class<K> keyType, Class<V> valueType) {
    Settings settings = lease.settings();
    Optional<String> place = StoreErrors.translated(() -> settings.declarationOf(cacheName));
    if (place.isEmpty() || OutboxTables.isReserved(cacheName)) {
      return null;
    }
    TieredCache<K, V> made;
    List<Consumer<? super ThermaeCache<?, ?>>> listening;
    synchronized (lifecycle) {
      requireOpen();
      TieredCache<?, ?> existing = caches.get(cacheName);
      if (existing != null) {
        return existing;
      }
      LOG.info("Cache '{}' is made as it stands in {}", cacheName, place.get());
      made =
          opened(
              StoreErrors.translated(
                  () ->
                      CacheBlueprint.ofSettings(
                          cacheName, keyType, valueType, settings, getClassLoader())));
      listening = List.copyOf(listeners);
    }
    listening.forEach(listener -> tell(listener, made));
    return made;
  }

  @GuardedBy("lifecycle")
  private <K, V> TieredCache<K, V> opened(CacheBlueprint<K, V> blueprint) {
    TieredCache<K, V> cache = open(blueprint.name(), blueprint.configuration());
    blueprints.put(cache, blueprint);
    caches.put(blueprint.name(), cache);
    return cache;
  }

  private <K, V> TieredCache<K, V> open(
      String cacheName, ThermaeConfiguration<K, V> configuration) {
    TieredStore store = lease.store();
    TieredTable table =
        StoreErrors.translated(() -> store.open(tableOptions(cacheName, configuration)));
    try {
      return start(new CacheParts<>(cacheName, this, store, table, configuration, threads));
    } catch (ThermaeException e) {
      store.close(table);
      throw new CacheException(e.getMessage(), e);
    } catch (RuntimeException e) {
      store.close(table);
      throw e instanceof CacheException
          ? e
          : new CacheException("Cache '" + cacheName + "' could not be created: " + e, e);
    }
  }

  private static <K, V> TieredCache<K, V> start(CacheParts<K, V> parts) {
    TieredCache<K, V> cache = new TieredCache<>(parts);
    try {
      parts.start(cache::tierStatistics);
      return cache;
    } catch (RuntimeException e) {
      parts.giveUp(e);
      throw e;
    }
  }

  private TableOptions tableOptions(String cacheName, ThermaeConfiguration<?, ?> configuration) {
    ClassLoader classes = getClassLoader();
    if (classes == null) {
      throw new ThermaeException("The class loader of manager " + uri + " is gone");
    }
    Class<?> keyType = configuration.getKeyType();
    Class<?> valueType = configuration.getValueType();
    return new TableOptions(
        cacheName,
        classes,
        configuration.isStoreByValue(),
        // An effective configuration always bounds the hot tier: in entries, or else in bytes.
        configuration.hotMaxEntries().orElse(Long.MAX_VALUE),
        new TableTraits(
            keyType.getName(), valueType.getName(), isInteger(keyType) ? keyType.getName() : ""),
        lease.store().isDurable() && !configuration.isHotOnly()
            ? ClassGate.of(cacheName, List.of(keyType, valueType), lease.options().allowedClasses())
            : ClassGate.open(),
        codecOf(cacheName, configuration, classes),
        valueType,
        configuration.hotMaxBytes(),
        configuration.coldMaxEntries(),
        configuration.compression().orElse(Compression.NONE),
        configuration.compressionMinBytes().orElse(CacheOptions.DEFAULT_COMPRESSION_MIN_BYTES),
        configuration.isHotOnly());
  }

  /** Made here and not in the engine, whose lock no code of the user's may hold up. */
  private static CodecChoice codecOf(
      String cacheName, ThermaeConfiguration<?, ?> configuration, ClassLoader classes) {
    Codec given = configuration.codecObject().orElse(null);
    if (given != null) {
      return CodecChoice.of(given);
    }
    return configuration
        .codec()
        .map(name -> CodecChoice.of(name, cacheName, classes, configuration.getValueType()))
        .orElse(CodecChoice.DEFAULT);
  }

  private static boolean isInteger(Class<?> type) {
    return type == Long.class || type == Integer.class || type == Short.class || type == Byte.class;
  }

  @Override
  @SuppressWarnings("unchecked") // the types were compared
  public <K, V> @Nullable Cache<K, V> getCache(
      String cacheName, Class<K> keyType, Class<V> valueType) {
    Arguments.notNull(keyType, "key type");
    Arguments.notNull(valueType, "value type");
    TieredCache<?, ?> cache = find(cacheName, keyType, valueType);
    if (cache != null) {
      checkType(cacheName, "key", cache.parts().configuration().getKeyType(), keyType);
      checkType(cacheName, "value", cache.parts().configuration().getValueType(), valueType);
    }
    return (Cache<K, V>) cache;
  }

  private static void checkType(String name, String what, Class<?> declared, Class<?> asked) {
    if (declared != asked) {
      throw new ClassCastException(
          String.format(
              "Cache '%s' was created with the %s type %s, but was asked for with %s",
              name, what, declared.getName(), asked.getName()));
    }
  }

  @Override
  @SuppressWarnings("unchecked") // JSR-107 1.1: the caller vouches for the types
  public <K, V> @Nullable Cache<K, V> getCache(String cacheName) {
    return (Cache<K, V>) find(cacheName);
  }

  private @Nullable TieredCache<?, ?> find(String cacheName) {
    return find(cacheName, Object.class, Object.class);
  }

  private @Nullable TieredCache<?, ?> find(String cacheName, Class<?> keyType, Class<?> valueType) {
    requireOpen();
    TieredCache<?, ?> cache = caches.get(Arguments.notNull(cacheName, "cache name"));
    return cache == null ? declared(cacheName, keyType, valueType) : cache;
  }

  /**
   * The caches that are open, and those that the configuration file names, which open when they are
   * asked for. Those of an earlier run are not among them until they are created again.
   */
  @Override
  public Iterable<String> getCacheNames() {
    requireOpen();
    Set<String> names = new LinkedHashSet<>(caches.keySet());
    names.addAll(lease.settings().declaredNames());
    return Collections.unmodifiableSet(names);
  }

  @Override
  public List<EffectiveSetting> effectiveSettings() {
    Settings settings = lease.settings();
    List<EffectiveSetting> all = new ArrayList<>(settings.effective());
    new TreeMap<>(caches)
        .forEach(
            (name, cache) -> {
              CacheBlueprint<?, ?> blueprint = blueprints.get(cache);
              if (blueprint != null) {
                all.addAll(blueprint.effective(cache.parts().configuration(), settings));
              }
            });
    return Collections.unmodifiableList(all);
  }

  @Override
  public Set<String> storedCacheNames() {
    requireOpen();
    try {
      return lease.store().cacheNames();
    } catch (ThermaeException e) {
      throw isClosed() ? closedException(e) : new CacheException(e.getMessage(), e);
    }
  }

  @Override
  public Optional<Path> storePath() {
    return lease.options().path().map(path -> path.toAbsolutePath().normalize());
  }

  @Override
  public StoreHealth storeHealth() {
    return isClosed() ? StoreHealth.CLOSED : lease.store().healthOf(freeBytes());
  }

  private long freeBytes() {
    return storePath()
        .map(Path::getParent)
        .map(folder -> folder.toFile().getUsableSpace())
        .filter(bytes -> bytes > 0)
        .orElse(-1L);
  }

  @Override
  public void flush() {
    requireOpen();
    Failures failures = new Failures();
    caches.values().forEach(cache -> failures.collect(() -> flush(cache)));
    failures.throwIfAny();
  }

  @Override
  public void changePassword(char[] newPassword) {
    Arguments.notNull(newPassword, "new password");
    withKeys(keys -> keys.changePassword(newPassword));
  }

  @Override
  public void rotateDataKey(RotationListener listener) {
    Arguments.notNull(listener, "listener");
    withKeys(keys -> keys.rotate(listener));
  }

  private void withKeys(Consumer<StoreKeys> work) {
    requireOpen();
    StoreKeys keys =
        lease
            .keys()
            .orElseThrow(
                () ->
                    new CacheException(
                        "The store "
                            + lease.store().name()
                            + " is not encrypted, so it has no password and no data key. Make an"
                            + " encrypted one with a password in its settings."));
    try {
      work.accept(keys);
    } catch (ThermaeException e) {
      throw isClosed() ? closedException(e) : new CacheException(e.getMessage(), e);
    }
  }

  private static void flush(TieredCache<?, ?> cache) {
    try {
      cache.flush();
    } catch (IllegalStateException e) {
      // One that has been closed meanwhile has been saved by that.
      if (!cache.isClosed()) {
        throw e;
      }
    }
  }

  /**
   * Closes a cache and removes its entries, from the file too, whether or not it has been created
   * in this run. The rows of a cache that another manager has open stay if it is not open here.
   */
  @Override
  public void destroyCache(String cacheName) {
    Arguments.notNull(cacheName, "cache name");
    requireFree(cacheName);
    TieredCache<?, ?> cache;
    synchronized (lifecycle) {
      requireOpen();
      cache = caches.get(cacheName);
      if (cache != null) {
        forget(cache);
      }
    }
    if (cache != null) {
      destroy(cache);
    } else {
      StoreErrors.translated(() -> lease.store().destroy(cacheName, null));
    }
  }

  private void destroy(TieredCache<?, ?> cache) {
    try {
      cache.closeAndDestroy();
    } catch (ThermaeException e) {
      throw isClosed() ? closedException(e) : new CacheException(e.getMessage(), e);
    }
  }

  /** A cache that is being closed is found no more, but {@link #close} waits for its end. */
  void forget(TieredCache<?, ?> cache) {
    ending.add(cache);
    CompletableFuture<?> unused = cache.ended().thenRun(() -> ending.remove(cache));
    blueprints.remove(cache);
    caches.remove(cache.getName(), cache);
  }

  @Override
  public void enableManagement(String cacheName, boolean enabled) {
    TieredCache<?, ?> cache = find(cacheName);
    if (cache != null) {
      cache.parts().enableManagement(enabled);
    }
  }

  @Override
  public void enableStatistics(String cacheName, boolean enabled) {
    TieredCache<?, ?> cache = find(cacheName);
    if (cache != null) {
      cache.parts().enableStatistics(enabled);
    }
  }

  // ------------------------------------------------------------------ the end

  @Override
  public boolean isClosed() {
    synchronized (lifecycle) {
      return closed;
    }
  }

  /**
   * Closes all caches, when their asynchronous calls are done, then the store. Entries in a file
   * stay. What closing a cache throws is logged only, as JSR-107 says. Idempotent.
   */
  @Override
  public void close() {
    List<TieredCache<?, ?>> open;
    synchronized (lifecycle) {
      if (closed) {
        return;
      }
      closed = true;
      open = new ArrayList<>(caches.values());
    }
    // Before they are closed: one that another thread is closing is here or there.
    Set<TieredCache<?, ?>> all = new LinkedHashSet<>(open);
    all.addAll(ending);
    // Their writers have the same time for what is queued, not one after the other.
    open.forEach(TieredCache::beginClose);
    open.forEach(ThermaeCacheManager::closeQuietly);
    CompletableFuture<?> ended = endOf(all);
    if (ended.isDone() || UserCode.mayWait()) {
      ended.join();
      end();
    } else {
      CompletableFuture<?> unused = ended.thenRun(this::endQuietly);
    }
  }

  private static CompletableFuture<?> endOf(Set<TieredCache<?, ?>> caches) {
    return CompletableFuture.allOf(
        caches.stream()
            // A part that is being closed, and closes the manager, must not wait for itself.
            .filter(cache -> !cache.isEndedHere())
            .map(TieredCache::ended)
            .toArray(CompletableFuture<?>[]::new));
  }

  private void end() {
    Failures failures = new Failures();
    failures.collect(threads::shutdown);
    failures.collect(lease::close);
    failures.collect(() -> onClose.accept(this));
    StoreErrors.translated(failures::throwIfAny);
  }

  private void endQuietly() {
    try {
      end();
    } catch (RuntimeException | Error e) {
      LOG.warn("Something of the cache manager {} could not be closed", uri, e);
    }
  }

  private static void closeQuietly(TieredCache<?, ?> cache) {
    try {
      cache.close();
    } catch (RuntimeException | Error e) {
      LOG.warn("Something of cache '{}' could not be closed", cache.getName(), e);
    }
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    return Unwrapping.unwrap(this, type);
  }

  private void requireOpen() {
    if (isClosed()) {
      throw closedException(null);
    }
  }

  private IllegalStateException closedException(@Nullable Throwable cause) {
    return new IllegalStateException(
        "The cache manager " + uri + " is closed: get one from the caching provider again", cause);
  }
}
