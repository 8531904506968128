package io.github.thermae.spi;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.thermae.ThermaeManager;
import io.github.thermae.config.FrameworkSettings;
import io.github.thermae.config.Settings;
import io.github.thermae.config.SettingsReader;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.internal.jcache.BackgroundThreads;
import io.github.thermae.internal.jcache.Failures;
import io.github.thermae.internal.jcache.StoreErrors;
import io.github.thermae.internal.jcache.StoreLease;
import io.github.thermae.internal.jcache.ThermaeCacheManager;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.cache.CacheManager;
import javax.cache.configuration.OptionalFeature;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The caching provider of this library, found by {@code Caching.getCachingProvider()}.
 *
 * <p>There is one manager per URI and class loader. The default URI is {@code thermae:default};
 * {@code thermae:<name>} is another store; {@code file:}, {@code classpath:} and {@code jar:} name
 * a configuration file. A manager's settings come from the properties given when it is first asked
 * for, from the system properties, from the environment, and from that file or else {@code
 * thermae.conf} on the class path of its loader; see {@link StoreOptions} for their names, and
 * {@link SettingsReader} for which of them wins. Without settings everything is kept in memory and
 * no file is made.
 *
 * <p>Class loaders are held weakly: a loader that nobody else holds, with managers that have no
 * open caches, is collected. Thread-safe.
 */
public final class ThermaeCachingProvider implements CachingProvider {
  /** The URI of the manager that is meant when none is named. */
  public static final URI DEFAULT_URI = URI.create("thermae:default");

  private static final Logger LOG = LoggerFactory.getLogger(ThermaeCachingProvider.class);

  private final ClassLoader defaultLoader = ThermaeCachingProvider.class.getClassLoader();

  @GuardedBy("this")
  private final Map<ClassLoader, Map<URI, ThermaeCacheManager>> managers = new WeakHashMap<>();

  /** Those of collected loaders too, whose stores are to be closed in the end. */
  @GuardedBy("this")
  private final Set<ThermaeCacheManager> open = new LinkedHashSet<>();

  /** For {@code java.util.ServiceLoader}. */
  public ThermaeCachingProvider() {}

  /**
   * The manager of a URI and class loader, made if it does not exist.
   *
   * @param properties its settings; a manager that exists keeps the ones it was made with
   * @throws javax.cache.CacheException if a setting is wrong or the store cannot be opened; nothing
   *     on disk has been changed then
   */
  @Override
  public CacheManager getCacheManager(
      @Nullable URI uri, @Nullable ClassLoader classLoader, @Nullable Properties properties) {
    URI name = uri == null ? DEFAULT_URI : uri;
    ClassLoader loader = classLoader == null ? defaultLoader : classLoader;
    synchronized (this) {
      Map<URI, ThermaeCacheManager> ofLoader =
          managers.computeIfAbsent(loader, l -> new HashMap<>());
      ThermaeCacheManager existing = ofLoader.get(name);
      if (existing != null && !existing.isClosed()) {
        return existing;
      }
      Properties settings = properties == null ? new Properties() : properties;
      ThermaeCacheManager made = newManager(name, loader, settings);
      ofLoader.put(name, made);
      open.add(made);
      return made;
    }
  }

  /**
   * A manager for an application framework: a new one with each call, which nobody gets by asking
   * for a URI. Its own URI is the default one. Whoever opens it closes it; {@link #close()} does so
   * too.
   *
   * @throws javax.cache.CacheException if a setting is wrong or the store cannot be opened; nothing
   *     on disk has been changed then
   */
  public ThermaeManager open(FrameworkSettings settings, ClassLoader loader) {
    ThermaeCacheManager made =
        newManager(
            DEFAULT_URI,
            loader,
            new Properties(),
            () ->
                SettingsReader.read(
                    DEFAULT_URI, loader, settings, System.getProperties(), System.getenv()));
    synchronized (this) {
      open.add(made);
    }
    return made;
  }

  private ThermaeCacheManager newManager(URI uri, ClassLoader loader, Properties properties) {
    return newManager(
        uri,
        loader,
        properties,
        () ->
            SettingsReader.read(uri, loader, properties, System.getProperties(), System.getenv()));
  }

  private ThermaeCacheManager newManager(
      URI uri, ClassLoader loader, Properties properties, Supplier<Settings> settings) {
    StoreLease lease =
        StoreErrors.translated(() -> Stores.ofThisJvm().lease(settings.get(), uri.toString()));
    LOG.info("Cache manager {}: {}", uri, lease.settings().summary());
    return new ThermaeCacheManager(
        this, uri, loader, properties, lease, new BackgroundThreads(uri.toString()), this::forget);
  }

  private synchronized void forget(ThermaeCacheManager manager) {
    open.remove(manager);
    managers.values().forEach(ofLoader -> ofLoader.remove(manager.getURI(), manager));
  }

  @Override
  public ClassLoader getDefaultClassLoader() {
    return defaultLoader;
  }

  @Override
  public URI getDefaultURI() {
    return DEFAULT_URI;
  }

  @Override
  public Properties getDefaultProperties() {
    return new Properties();
  }

  @Override
  public CacheManager getCacheManager(@Nullable URI uri, @Nullable ClassLoader classLoader) {
    return getCacheManager(uri, classLoader, getDefaultProperties());
  }

  @Override
  public CacheManager getCacheManager() {
    return getCacheManager(getDefaultURI(), getDefaultClassLoader());
  }

  /** Closes every manager. One that fails keeps no other open. */
  @Override
  public void close() {
    closeAll(manager -> true);
  }

  @Override
  public void close(@Nullable ClassLoader classLoader) {
    ClassLoader loader = classLoader == null ? defaultLoader : classLoader;
    closeAll(manager -> manager.getClassLoader() == loader);
  }

  @Override
  public void close(@Nullable URI uri, @Nullable ClassLoader classLoader) {
    URI name = uri == null ? DEFAULT_URI : uri;
    ClassLoader loader = classLoader == null ? defaultLoader : classLoader;
    closeAll(manager -> manager.getClassLoader() == loader && manager.getURI().equals(name));
  }

  private void closeAll(Predicate<ThermaeCacheManager> which) {
    List<ThermaeCacheManager> closing;
    synchronized (this) {
      closing = new ArrayList<>(open);
    }
    closing.removeIf(which.negate());
    Failures failures = new Failures();
    closing.forEach(manager -> failures.collect(manager::close));
    failures.throwIfAny();
  }

  /** Store-by-reference is supported. */
  @Override
  public boolean isSupported(OptionalFeature optionalFeature) {
    return optionalFeature == OptionalFeature.STORE_BY_REFERENCE;
  }
}
