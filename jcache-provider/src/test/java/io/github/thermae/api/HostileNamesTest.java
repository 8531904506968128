package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.config.StoreOptions;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Caches and String keys may be called anything; each stays itself, over restarts too. */
final class HostileNamesTest {
  private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void cacheNames_allInOneStore_areCachesOfTheirOwn(Store.Kind kind) {
    List<String> names = HostileText.all();
    try (Store store = Store.of(kind, folder)) {
      for (String name : names) {
        Managers.cache(store.manager(), name, String.class, String.class).put("whose", name);
      }
      assertThat(namesOf(store)).containsExactlyInAnyOrderElementsOf(names);
      store.restart();
      for (String name : names) {
        assertThat(openAgain(store, name).get("whose")).isEqualTo(name);
        assertThat(openAgain(store, name)).hasSize(1);
      }
      assertThat(namesOf(store)).containsExactlyInAnyOrderElementsOf(names);
      destroyEverySecond(store, names);
      store.restart();
      for (int i = 0; i < names.size(); i++) {
        assertThat(openAgain(store, names.get(i)).get("whose"))
            .isEqualTo(i % 2 == 0 ? null : names.get(i));
      }
    }
  }

  private static void destroyEverySecond(Store store, List<String> names) {
    for (int i = 0; i < names.size(); i += 2) {
      store.manager().destroyCache(names.get(i));
    }
  }

  private static Cache<String, String> openAgain(Store store, String name) {
    Cache<String, String> open = store.manager().getCache(name, String.class, String.class);
    return open != null ? open : Managers.cache(store.manager(), name, String.class, String.class);
  }

  private static Set<String> namesOf(Store store) {
    return StreamSupport.stream(store.manager().getCacheNames().spliterator(), false)
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @EnumSource
  void stringKeys_allInOneCache_areKeysOfTheirOwn(Store.Kind kind) {
    List<String> keys = HostileText.all();
    // A hot tier of one, so that every key goes through every tier.
    try (Store store = Store.of(kind, folder, StoreOptions.builder().defaultHotMaxEntries(1))) {
      for (Class<?> declared : new Class<?>[] {String.class, Object.class}) {
        String name = declared.getSimpleName();
        Cache<Object, Object> cache = openAs(store, name, declared);
        keys.forEach(key -> cache.put(key, "value of " + key));
        assertThat(cache).hasSize(keys.size());
        for (String key : keys) {
          assertThat(cache.get(key)).isEqualTo("value of " + key);
        }
        cache.close();
        if (store.isDurable()) {
          store.restart();
          Cache<Object, Object> again = openAs(store, name, declared);
          for (String key : keys) {
            assertThat(again.get(key)).isEqualTo("value of " + key);
          }
          assertThat(keysOf(again)).containsExactlyInAnyOrderElementsOf(keys);
          for (int i = 0; i < keys.size(); i++) {
            assertThat(again.remove(keys.get(i))).isTrue();
            assertThat(again.containsKey(keys.get(i))).isFalse();
            assertThat(i + 1 == keys.size() || again.containsKey(keys.get(i + 1))).isTrue();
          }
          assertThat(again).isEmpty();
        }
      }
    }
  }

  @SuppressWarnings("unchecked") // a String is an Object
  private static Cache<Object, Object> openAs(Store store, String name, Class<?> keyType) {
    return Managers.cache(store.manager(), name, (Class<Object>) keyType, Object.class);
  }

  private static List<Object> keysOf(Cache<Object, Object> cache) {
    return StreamSupport.stream(cache.spliterator(), false)
        .map(Cache.Entry::getKey)
        .collect(Collectors.toList());
  }

  @ParameterizedTest
  @EnumSource
  void stringValues_ofAnyCharacters_comeBackTheSame(Store.Kind kind) {
    List<String> texts = HostileText.all();
    try (Store store = Store.of(kind, folder)) {
      Cache<Object, Object> cache = Managers.untyped(store.manager(), "texts");
      for (int i = 0; i < texts.size(); i++) {
        cache.put(i, texts.get(i));
      }
      store.restart();
      Cache<Object, Object> again =
          store.isDurable() ? Managers.untyped(store.manager(), "texts") : cache;
      for (int i = 0; i < texts.size(); i++) {
        assertThat(again.get(i)).isEqualTo(texts.get(i));
      }
    }
  }

  @Test
  void beans_allNamesInOneManager_areRegisteredAndGoAgain() throws Exception {
    List<String> names = HostileText.all();
    ObjectName ours = new ObjectName("javax.cache:CacheManager=thermae.beans,*");
    assertThat(BEANS.queryNames(ours, null)).isEmpty();
    try (CacheManager manager = managerOfBeans()) {
      for (String name : names) {
        Cache<String, String> cache =
            manager.createCache(
                name,
                new MutableConfiguration<String, String>()
                    .setTypes(String.class, String.class)
                    .setStatisticsEnabled(true)
                    .setManagementEnabled(true));
        cache.put("a", "1");
        cache.get("a");
      }
      assertThat(BEANS.queryNames(ours, null)).hasSize(names.size() * 2);
      for (ObjectName bean : BEANS.queryNames(ours, null)) {
        if ("CacheStatistics".equals(bean.getKeyProperty("type"))) {
          assertThat(BEANS.getAttribute(bean, "CacheGets")).as(bean.toString()).isEqualTo(1L);
        } else {
          assertThat(BEANS.getAttribute(bean, "KeyType")).isEqualTo("java.lang.String");
        }
      }
    }
    assertThat(BEANS.queryNames(ours, null)).isEmpty();
  }

  @Test
  void beans_namesThatBecomeEqual_areToldApartAndEachCountsForItself() throws Exception {
    try (CacheManager manager = managerOfBeans()) {
      counting(manager, "a.b").get("x");
      Cache<String, String> colon = counting(manager, "a:b");
      colon.get("x");
      colon.get("x");

      assertThat(missesOf("a.b")).isEqualTo(1L);
      assertThat(missesOf("a.b#2")).isEqualTo(2L);
      manager.enableStatistics("a.b", false);
      assertThat(missesOf("a.b#2")).isEqualTo(2L);
      counting(manager, "a=b").get("y");
      assertThat(missesOf("a.b")).isEqualTo(1L);
      colon.close();
      assertThat(BEANS.isRegistered(statisticsOf("a.b#2"))).isFalse();
      assertThat(BEANS.isRegistered(statisticsOf("a.b"))).isTrue();
    }
    assertThat(BEANS.isRegistered(statisticsOf("a.b"))).isFalse();
  }

  /** Its name is its own, as beans are the whole process's. */
  private static CacheManager managerOfBeans() {
    return new ThermaeCachingProvider().getCacheManager(URI.create("thermae:beans"), null);
  }

  private static Cache<String, String> counting(CacheManager manager, String name) {
    return manager.createCache(
        name, new MutableConfiguration<String, String>().setStatisticsEnabled(true));
  }

  private static Object missesOf(String cache) throws Exception {
    return BEANS.getAttribute(statisticsOf(cache), "CacheMisses");
  }

  private static ObjectName statisticsOf(String cache) throws Exception {
    return new ObjectName(
        "javax.cache:type=CacheStatistics,CacheManager=thermae.beans,Cache=" + cache);
  }
}
