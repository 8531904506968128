package io.github.thermae.jsr107;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeCache;
import io.github.thermae.config.ThermaeConfiguration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Configurations as they are given and given back, and the calls of a manager around them. */
@ParameterizedClass
@EnumSource
@SuppressWarnings({"unchecked", "rawtypes"}) // JSR-107 asks with the classes of generic interfaces
class ConfigurationTest extends AnyStore {
  @Test
  void getConfiguration_ofEveryKindWeHave_tellsTheSame() {
    Cache<Integer, String> cache = create(texts().statistics(true));
    Configuration<Integer, String> plain = cache.getConfiguration(Configuration.class);
    CompleteConfiguration<Integer, String> complete =
        cache.getConfiguration(CompleteConfiguration.class);
    ThermaeConfiguration<Integer, String> ours = cache.getConfiguration(ThermaeConfiguration.class);
    assertThat(plain.getKeyType()).isEqualTo(Integer.class);
    assertThat(complete.isStatisticsEnabled()).isTrue();
    assertThat(ours.hotMaxEntries()).isPresent();
    assertThatThrownBy(() -> cache.getConfiguration(MutableConfiguration.class))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> cache.getConfiguration(OtherConfiguration.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private interface OtherConfiguration<K, V> extends Configuration<K, V> {}

  @Test
  void configuration_isChangedAfterwards_theCacheKeepsWhatItWasGiven() {
    RecordingListener<Integer, String> listener = new RecordingListener<>();
    MutableConfiguration<Integer, String> given =
        new MutableConfiguration<Integer, String>().setTypes(Integer.class, String.class);
    Cache<Integer, String> cache = manager().createCache(name, given);
    given
        .setStatisticsEnabled(true)
        .setStoreByValue(false)
        .setReadThrough(true)
        .addCacheEntryListenerConfiguration(listener.synchronous())
        .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Duration.ZERO));
    CompleteConfiguration<Integer, String> found =
        cache.getConfiguration(CompleteConfiguration.class);
    assertThat(found.isStatisticsEnabled()).isFalse();
    assertThat(found.isStoreByValue()).isTrue();
    assertThat(found.isReadThrough()).isFalse();
    assertThat(found.getCacheEntryListenerConfigurations()).isEmpty();
    cache.put(1, "x");
    assertThat(cache.get(1)).isEqualTo("x");
    assertThat(listener.events).isEmpty();
  }

  @Test
  void getConfiguration_isImmutable() {
    RecordingListener<Integer, String> listener = new RecordingListener<>();
    Cache<Integer, String> cache = create(texts().listener(listener.synchronous()));
    CompleteConfiguration<Integer, String> found =
        cache.getConfiguration(CompleteConfiguration.class);
    Iterator<CacheEntryListenerConfiguration<Integer, String>> listeners =
        found.getCacheEntryListenerConfigurations().iterator();
    listeners.next();
    assertThatThrownBy(listeners::remove).isInstanceOf(UnsupportedOperationException.class);
    manager().enableStatistics(name, true);
    cache.registerCacheEntryListener(new RecordingListener<Integer, String>().synchronous());
    assertThat(found.isStatisticsEnabled()).as("a configuration once given").isFalse();
    assertThat(found.getCacheEntryListenerConfigurations()).hasSize(1);
    CompleteConfiguration<Integer, String> now =
        cache.getConfiguration(CompleteConfiguration.class);
    assertThat(now.isStatisticsEnabled()).isTrue();
    assertThat(now.getCacheEntryListenerConfigurations()).hasSize(2);
    // What was given back makes a cache again.
    manager().createCache("copy" + name, now).put(1, "x");
    assertThat(listener.events).containsExactly("CREATED 1=x");
  }

  @Test
  void configuration_thatIsNotComplete_isEnough() {
    Configuration<Integer, String> minimal =
        new Configuration<>() {
          private static final long serialVersionUID = 1L;

          @Override
          public Class<Integer> getKeyType() {
            return Integer.class;
          }

          @Override
          public Class<String> getValueType() {
            return String.class;
          }

          @Override
          public boolean isStoreByValue() {
            return false;
          }
        };
    Cache<Integer, String> cache = manager().createCache(name, minimal);
    cache.put(1, "x");
    assertThat(cache.get(1)).isEqualTo("x");
    CompleteConfiguration<Integer, String> found =
        cache.getConfiguration(CompleteConfiguration.class);
    assertThat(found.isStoreByValue()).isFalse();
    assertThat(found.getKeyType()).isEqualTo(Integer.class);
  }

  @Test
  void types_areChecked() {
    Cache cache = create(texts());
    assertThatThrownBy(() -> cache.put("1", "x")).isInstanceOf(ClassCastException.class);
    assertThatThrownBy(() -> cache.put(1, 1)).isInstanceOf(ClassCastException.class);
    assertThatThrownBy(() -> cache.putIfAbsent(1, 1)).isInstanceOf(ClassCastException.class);
    assertThatThrownBy(() -> cache.getAndPut(1, 1)).isInstanceOf(ClassCastException.class);
    assertThatThrownBy(() -> cache.replace(1, 1)).isInstanceOf(ClassCastException.class);
    assertThatThrownBy(() -> cache.putAll(java.util.Map.of(1, "x", 2, 2)))
        .isInstanceOf(ClassCastException.class);
    assertThat(cache.iterator().hasNext()).isFalse();
  }

  @Test
  void unwrap_toWhatItIs() {
    Cache<Integer, String> cache = create(texts());
    assertThat(cache.unwrap(ThermaeCache.class)).isSameAs(cache);
    assertThat(cache.unwrap(Cache.class)).isSameAs(cache);
    assertThatThrownBy(() -> cache.unwrap(String.class))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(manager().unwrap(CacheManager.class)).isSameAs(manager());
    assertThatThrownBy(() -> manager().unwrap(String.class))
        .isInstanceOf(IllegalArgumentException.class);
    cache.put(1, "x");
    Cache.Entry<Integer, String> entry = cache.iterator().next();
    assertThat(entry.unwrap(Cache.Entry.class)).isSameAs(entry);
    assertThatThrownBy(() -> entry.unwrap(String.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void manager_callsAroundCaches() {
    CacheManager manager = manager();
    Cache<Integer, String> cache = create(texts());
    assertThatThrownBy(() -> create(texts())).isInstanceOf(CacheException.class);
    assertThat(manager.getCache(name)).isSameAs(cache);
    assertThat(manager.getCache(name, Integer.class, String.class)).isSameAs(cache);
    assertThatThrownBy(() -> manager.getCache(name, Long.class, String.class))
        .isInstanceOf(ClassCastException.class);
    assertThatThrownBy(() -> manager.getCache(name, null, String.class))
        .isInstanceOf(NullPointerException.class);
    assertThat((Object) manager.getCache("none")).isNull();
    assertThat((Object) manager.getCache("none", Integer.class, String.class)).isNull();
    assertThatThrownBy(() -> manager.createCache(null, texts().build()))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> manager.createCache("x", null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> manager.getCache(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> manager.destroyCache(null)).isInstanceOf(NullPointerException.class);
    manager.destroyCache("none");
  }

  @Test
  void getCacheNames_isAnUnmodifiablePictureOfTheMoment() {
    create(texts());
    Iterable<String> names = manager().getCacheNames();
    manager().createCache("later" + name, texts().build());
    List<String> seen = new ArrayList<>();
    names.forEach(seen::add);
    assertThat(seen).containsExactly(name);
    Iterator<String> all = names.iterator();
    all.next();
    assertThatThrownBy(all::remove).isInstanceOf(UnsupportedOperationException.class);
    assertThat(manager().getCacheNames()).containsExactlyInAnyOrder(name, "later" + name);
    manager().destroyCache(name);
    assertThat(manager().getCacheNames()).containsExactly("later" + name);
  }

  @Test
  void destroyCache_thenTheNameIsFreeAndEmpty() {
    Cache<Integer, String> cache = create(texts());
    cache.put(1, "x");
    manager().destroyCache(name);
    assertThat(cache.isClosed()).isTrue();
    assertThat((Object) manager().getCache(name)).isNull();
    assertThat(create(texts()).containsKey(1)).isFalse();
  }
}
