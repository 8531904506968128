package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.thermae.spi.ThermaeCachingProvider;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.OptionalFeature;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The provider: which manager one gets, and what closing means. */
final class ProviderTest {
  private static final URI OTHER = URI.create("thermae:other");

  @TempDir Path folder;
  private final ThermaeCachingProvider provider = new ThermaeCachingProvider();

  @AfterEach
  void closeAll() {
    provider.close();
  }

  // ------------------------------------------------------------------ which manager

  @Test
  void getCachingProvider_noneNamed_isOurs() {
    CachingProvider found = Caching.getCachingProvider();

    assertThat(found).isInstanceOf(ThermaeCachingProvider.class);
    assertThat(Caching.getCachingProvider(ThermaeCachingProvider.class.getName())).isSameAs(found);
    assertThat(Caching.getCachingProviders()).hasSize(1);
  }

  @Test
  void getCacheManager_nothingNamed_isThatOfTheDefaults() {
    CacheManager manager = provider.getCacheManager();

    assertThat(provider.getDefaultURI()).isEqualTo(URI.create("thermae:default"));
    assertThat(manager.getURI()).isEqualTo(provider.getDefaultURI());
    assertThat(manager.getClassLoader()).isSameAs(provider.getDefaultClassLoader());
    assertThat(manager.getCachingProvider()).isSameAs(provider);
    assertThat(provider.getCacheManager(null, null)).isSameAs(manager);
    assertThat(provider.getCacheManager(null, null, null)).isSameAs(manager);
    assertThat(provider.getCacheManager(provider.getDefaultURI(), null)).isSameAs(manager);
    assertThat(provider.getCacheManager(null, provider.getDefaultClassLoader())).isSameAs(manager);
  }

  @Test
  void getCacheManager_perUriAndLoader_isOne() throws Exception {
    try (URLClassLoader loader = new URLClassLoader(new URL[0])) {
      CacheManager standard = provider.getCacheManager();
      CacheManager other = provider.getCacheManager(OTHER, null);
      CacheManager ofLoader = provider.getCacheManager(null, loader);

      assertThat(other).isNotSameAs(standard);
      assertThat(ofLoader).isNotSameAs(standard);
      assertThat(ofLoader.getClassLoader()).isSameAs(loader);
      assertThat(provider.getCacheManager(OTHER, null)).isSameAs(other);
      assertThat(provider.getCacheManager(null, loader)).isSameAs(ofLoader);
      assertThat(provider.getCacheManager(OTHER, loader)).isNotIn(standard, other, ofLoader);
    }
  }

  @Test
  void getCacheManager_existing_keepsThePropertiesItWasMadeWith() {
    Properties first = new Properties();
    first.setProperty("thermae.defaults.hot.max-entries", "5");
    first.setProperty("somebody.else", "x");
    CacheManager manager = provider.getCacheManager(null, null, first);
    Properties second = new Properties();
    second.setProperty("thermae.defaults.hot.max-entries", "6");

    assertThat(provider.getCacheManager(null, null, second)).isSameAs(manager);
    assertThat(manager.getProperties())
        .isEqualTo(Map.of("thermae.defaults.hot.max-entries", "5", "somebody.else", "x"));
  }

  @Test
  void getProperties_changed_leavesTheManagersOwn() {
    Properties given = new Properties();
    given.setProperty("a", "1");
    CacheManager manager = provider.getCacheManager(null, null, given);
    given.setProperty("a", "2");
    manager.getProperties().setProperty("a", "3");

    assertThat(manager.getProperties()).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void getDefaultProperties_areEmptyAndTheCallersOwn() {
    provider.getDefaultProperties().setProperty("a", "1");

    assertThat(provider.getDefaultProperties()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "thermae:default",
        "thermae:a,b=c*%22",
        "thermae:../../x",
        "thermae:/hier/archical?q#f",
        "thermae://host:1/x",
        "http://host:1/x",
        "urn:x",
        "x",
        ""
      })
  void getCacheManager_anyUri_makesAManagerWithBeans(String uri) {
    CacheManager manager = provider.getCacheManager(URI.create(uri), null);
    Cache<String, String> cache = Managers.cache(manager, "users", String.class, String.class);
    manager.enableStatistics("users", true);
    manager.enableManagement("users", true);
    cache.put("a", "1");

    assertThat(cache.get("a")).isEqualTo("1");
    assertThat(manager.getURI()).isEqualTo(URI.create(uri));
  }

  @Test
  void isSupported_storeByReference_isTheOne() {
    assertThat(provider.isSupported(OptionalFeature.STORE_BY_REFERENCE)).isTrue();
  }

  // ------------------------------------------------------------------ files

  @Test
  void getCacheManager_noSettings_makesNoFile() {
    Path here = Path.of("").toAbsolutePath();
    String[] before = Folders.namesIn(here);
    CacheManager manager = provider.getCacheManager();
    Managers.untyped(manager, "users").put("a", 1);
    manager.close();

    assertThat(Folders.namesIn(here)).isEqualTo(before);
  }

  // ------------------------------------------------------------------ closing

  @Test
  void close_provider_closesAllAndGivesNewOnes() {
    CacheManager one = provider.getCacheManager();
    CacheManager two = provider.getCacheManager(OTHER, null);
    Cache<Object, Object> cache = Managers.untyped(two, "users");
    provider.close();
    provider.close();

    assertThat(one.isClosed()).isTrue();
    assertThat(two.isClosed()).isTrue();
    assertThat(cache.isClosed()).isTrue();
    assertThat(provider.getCacheManager()).isNotSameAs(one);
    CacheManager again = provider.getCacheManager(OTHER, null);
    assertThat(again.isClosed()).isFalse();
    assertThat(again.<Object, Object>getCache("users")).isNull();
  }

  @Test
  void close_byLoaderAndUri_closesThoseOnly() throws Exception {
    try (URLClassLoader loader = new URLClassLoader(new URL[0])) {
      CacheManager standard = provider.getCacheManager();
      CacheManager other = provider.getCacheManager(OTHER, null);
      CacheManager ofLoader = provider.getCacheManager(null, loader);
      CacheManager otherOfLoader = provider.getCacheManager(OTHER, loader);

      provider.close(OTHER, null);
      assertThat(other.isClosed()).isTrue();
      assertThat(standard.isClosed() || ofLoader.isClosed() || otherOfLoader.isClosed()).isFalse();

      provider.close(loader);
      assertThat(ofLoader.isClosed() && otherOfLoader.isClosed()).isTrue();
      assertThat(standard.isClosed()).isFalse();

      provider.close(null, null);
      assertThat(standard.isClosed()).isTrue();
      provider.close(URI.create("thermae:never"), loader);
      provider.close((ClassLoader) null);
    }
  }

  @Test
  void close_manager_isIdempotentAndGivesANewOne() {
    CacheManager manager = provider.getCacheManager();
    manager.close();
    manager.close();

    assertThat(manager.isClosed()).isTrue();
    assertThat(provider.getCacheManager()).isNotSameAs(manager);
    assertThat(provider.getCacheManager().isClosed()).isFalse();
  }

  @Test
  void close_oldManagerAgain_leavesTheNewOne() {
    CacheManager old = provider.getCacheManager();
    old.close();
    CacheManager manager = provider.getCacheManager();
    old.close();

    assertThat(provider.getCacheManager()).isSameAs(manager);
    assertThat(manager.isClosed()).isFalse();
  }

  @Test
  void close_failingPart_closesTheRestAllTheSame() {
    CacheManager manager =
        provider.getCacheManager(
            null, null, Managers.at(Store.fileIn(folder)).build().toProperties());
    manager.createCache("bad", FailingParts.configuration());
    Cache<Object, Object> good = Managers.untyped(manager, "good");

    assertThatCode(provider::close).as("JSR-107: logged only").doesNotThrowAnyException();
    assertThat(manager.isClosed()).isTrue();
    assertThat(good.isClosed()).isTrue();
    assertThat(Folders.namesIn(folder))
        .containsExactly("store.db", "store.db.ballast", "store.db.lock");
    assertThatCode(() -> Managers.open(Store.fileIn(folder)).close()).doesNotThrowAnyException();
  }
}
