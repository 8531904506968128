package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.config.StoreOptions;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A redeployed application's class loader must not be held by a provider that stays. */
final class ClassLoaderTest {
  @TempDir Path folder;
  private final ThermaeCachingProvider provider = new ThermaeCachingProvider();

  /**
   * A value of the application. No record: the JDK's own code for a record's equals holds the last
   * class that it was asked for.
   */
  public static final class Person {
    private final String name;
    private final List<Town> towns;

    public Person(String name, String town) {
      this.name = name;
      this.towns = List.of(new Town(town));
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Person that
          && name.equals(that.name)
          && towns.get(0).name.equals(that.towns.get(0).name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  /** A part of a value. */
  private static final class Town {
    private final String name;

    Town(String name) {
      this.name = name;
    }
  }

  /** A key of the application. */
  public static final class Id {
    private final int number;

    public Id(int number) {
      this.number = number;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Id that && number == that.number;
    }

    @Override
    public int hashCode() {
      return number;
    }
  }

  /** A listener of the application. */
  public static final class Listener implements CacheEntryCreatedListener<Object, Object> {
    @Override
    public void onCreated(Iterable<CacheEntryEvent<?, ?>> events) {
      // Being called is enough.
    }
  }

  @AfterEach
  void closeAll() {
    provider.close();
  }

  @ParameterizedTest
  @EnumSource(Store.Kind.class)
  void close_managerWithUsedCaches_letsTheLoaderGo(Store.Kind kind) throws Exception {
    StoreOptions options = options(kind);
    // Another application keeps the store open.
    CacheManager other =
        provider.getCacheManager(URI.create("thermae:other"), null, options.toProperties());
    Managers.untyped(other, "people");
    WeakReference<ClassLoader> loader = useAndClose(options);

    assertCollected(loader);
    assertThat(other.isClosed()).isFalse();
  }

  /** In a method of its own, so that no local variable holds the loader. */
  private WeakReference<ClassLoader> useAndClose(StoreOptions options) throws Exception {
    ChildFirstLoader loader = new ChildFirstLoader();
    CacheManager manager = provider.getCacheManager(null, loader, options.toProperties());
    Cache<Object, Object> cache = manager.createCache("people", configuration(loader));
    for (int i = 0; i < 50; i++) {
      cache.put(idOf(loader, i), personOf(loader));
      assertThat(cache.get(idOf(loader, i))).isEqualTo(personOf(loader));
    }
    cache.getAll(Set.of(idOf(loader, 1), idOf(loader, 2)));
    cache.invoke(idOf(loader, 1), (entry, arguments) -> entry.getValue());
    assertThat(cache).hasSize(50);
    manager.close();
    loader.close();
    return new WeakReference<>(loader);
  }

  @SuppressWarnings("unchecked") // classes of the loader are known by name only
  private static MutableConfiguration<Object, Object> configuration(ChildFirstLoader loader)
      throws Exception {
    Object own = loader.own(Listener.class).getConstructor().newInstance();
    assertThat(own).isNotInstanceOf(Listener.class);
    CacheEntryCreatedListener<Object, Object> created =
        (CacheEntryCreatedListener<Object, Object>) own;
    return new MutableConfiguration<Object, Object>()
        .setTypes((Class<Object>) loader.own(Id.class), (Class<Object>) loader.own(Person.class))
        .setStatisticsEnabled(true)
        .setManagementEnabled(true)
        .addCacheEntryListenerConfiguration(
            new MutableCacheEntryListenerConfiguration<>(
                new FactoryBuilder.SingletonFactory<>(created), null, false, false));
  }

  @Test
  void openManager_withoutCaches_letsTheLoaderGo() {
    WeakReference<ClassLoader> loader = openOnly(StoreOptions.builder().build());

    assertCollected(loader);
  }

  @Test
  void openManager_whoseCachesAreClosed_letsTheLoaderGo() throws Exception {
    WeakReference<ClassLoader> loader = closeCachesOnly(options(Store.Kind.WRITE_THROUGH));

    assertCollected(loader);
  }

  @Test
  void close_providerAfterALoaderIsGone_closesItsStoreToo() {
    WeakReference<ClassLoader> loader = openOnly(options(Store.Kind.WRITE_THROUGH));
    assertThat(folder.resolve("store.db-wal")).exists();
    assertCollected(loader);
    provider.close();

    assertThat(Folders.namesIn(folder))
        .containsExactly("store.db", "store.db.ballast", "store.db.lock");
  }

  @Test
  void createCache_loaderIsGone_saysSo() {
    List<CacheManager> kept = new ArrayList<>();
    WeakReference<ClassLoader> loader = openAndKeep(kept);
    assertCollected(loader);
    CacheManager manager = kept.get(0);

    assertThat(manager.getClassLoader()).isNull();
    assertThatThrownBy(() -> Managers.untyped(manager, "users"))
        .isInstanceOf(CacheException.class)
        .hasMessage("The class loader of manager thermae:default is gone");
    assertThat(manager.getCacheNames()).isEmpty();
  }

  private WeakReference<ClassLoader> openAndKeep(List<CacheManager> kept) {
    ChildFirstLoader loader = new ChildFirstLoader();
    kept.add(provider.getCacheManager(null, loader));
    return new WeakReference<>(loader);
  }

  private WeakReference<ClassLoader> openOnly(StoreOptions options) {
    ChildFirstLoader loader = new ChildFirstLoader();
    CacheManager manager = provider.getCacheManager(null, loader, options.toProperties());
    assertThat(manager.isClosed()).isFalse();
    return new WeakReference<>(loader);
  }

  private WeakReference<ClassLoader> closeCachesOnly(StoreOptions options) throws Exception {
    ChildFirstLoader loader = new ChildFirstLoader();
    CacheManager manager = provider.getCacheManager(null, loader, options.toProperties());
    Cache<Object, Object> closed = manager.createCache("people", configuration(loader));
    closed.put(idOf(loader, 1), personOf(loader));
    closed.close();
    manager.createCache("others", configuration(loader)).put(idOf(loader, 1), personOf(loader));
    manager.destroyCache("others");
    return new WeakReference<>(loader);
  }

  private StoreOptions options(Store.Kind kind) {
    StoreOptions.Builder options = StoreOptions.builder().defaultHotMaxEntries(5);
    return kind == Store.Kind.MEMORY ? options.build() : options.path(Store.fileIn(folder)).build();
  }

  private static Object idOf(ChildFirstLoader loader, int number) throws Exception {
    return loader.own(Id.class).getConstructor(int.class).newInstance(number);
  }

  private static Object personOf(ChildFirstLoader loader) throws Exception {
    return loader
        .own(Person.class)
        .getConstructor(String.class, String.class)
        .newInstance("ann", "Rome");
  }

  private static void assertCollected(WeakReference<ClassLoader> loader) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(loader.get() == null).as("the loader is collected").isTrue();
            });
  }
}
