package io.github.thermae.jsr107;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.Set;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.management.CacheMXBean;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The MXBeans: their names, what they tell, and when they come and go. */
@ParameterizedClass
@EnumSource
class ManagementTest extends AnyStore {
  private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

  /** What is registered for the caches of a manager, as {@code type name}. */
  private static Set<String> registered(CacheManager manager) throws Exception {
    String uri = manager.getURI().toString().replaceAll("[,:=*?\"\n]", ".");
    return SERVER
        .queryNames(new ObjectName("javax.cache:CacheManager=" + uri + ",*"), null)
        .stream()
        .map(found -> found.getKeyProperty("type") + " " + found.getKeyProperty("Cache"))
        .collect(Collectors.toSet());
  }

  @Test
  void beans_comeAndGoWithTheirSettings() throws Exception {
    create(texts());
    assertThat(registered(manager())).isEmpty();
    manager().enableManagement(name, true);
    manager().enableManagement(name, true);
    assertThat(registered(manager())).containsExactly("CacheConfiguration " + name);
    manager().enableStatistics(name, true);
    assertThat(registered(manager())).hasSize(2);
    manager().enableManagement(name, false);
    manager().enableManagement(name, false);
    assertThat(registered(manager())).containsExactly("CacheStatistics " + name);
    manager().enableStatistics("no such cache", true);
    manager().enableManagement("no such cache", true);
    assertThat(registered(manager())).hasSize(1);
  }

  @Test
  void beans_goWithTheCache() throws Exception {
    var both = texts().statistics(true).management(true);
    create(both).close();
    assertThat(registered(manager())).isEmpty();
    create(both);
    assertThat(registered(manager())).hasSize(2);
    manager().destroyCache(name);
    assertThat(registered(manager())).isEmpty();
    create(both);
    CacheManager manager = manager();
    manager.close();
    assertThat(registered(manager)).isEmpty();
  }

  @Test
  void configurationBean_tellsTheConfiguration() {
    create(
        texts()
            .management(true)
            .readThrough(RecordingLoader::new)
            .writeThrough(RecordingWriter::new));
    CacheMXBean bean = configuration(name);
    assertThat(bean.getKeyType()).isEqualTo("java.lang.Integer");
    assertThat(bean.getValueType()).isEqualTo("java.lang.String");
    assertThat(bean.isReadThrough()).isTrue();
    assertThat(bean.isWriteThrough()).isTrue();
    assertThat(bean.isStoreByValue()).isTrue();
    assertThat(bean.isManagementEnabled()).isTrue();
    assertThat(bean.isStatisticsEnabled()).isFalse();
    manager().enableStatistics(name, true);
    assertThat(bean.isStatisticsEnabled()).isTrue();

    manager()
        .createCache(
            "plain" + name,
            new MutableConfiguration<>().setManagementEnabled(true).setStoreByValue(false));
    CacheMXBean plain = configuration("plain" + name);
    assertThat(plain.getKeyType()).isEqualTo("java.lang.Object");
    assertThat(plain.getValueType()).isEqualTo("java.lang.Object");
    assertThat(plain.isReadThrough()).isFalse();
    assertThat(plain.isWriteThrough()).isFalse();
    assertThat(plain.isStoreByValue()).isFalse();
  }

  private CacheMXBean configuration(String cache) {
    return JMX.newMXBeanProxy(
        SERVER, beanName(manager(), "CacheConfiguration", cache), CacheMXBean.class);
  }

  @Test
  void beans_ofCachesWithOddNames_areThereAndTheirOwn() throws Exception {
    String[] names = {"a,b", "a:b", "a=b", "a*b", "a?b", "a\"b", "a.b", "a b", "ä/日本", "a\nb"};
    for (String odd : names) {
      manager().createCache(odd, texts().statistics(true).management(true).build());
    }
    assertThat(registered(manager())).hasSize(2 * names.length);
    Cache<Integer, String> counted = manager().getCache("a:b");
    counted.put(1, "x");
    long puts = 0;
    for (ObjectName bean :
        SERVER.queryNames(new ObjectName("javax.cache:type=CacheStatistics,*"), null)) {
      puts += (Long) SERVER.getAttribute(bean, "CachePuts");
    }
    assertThat(puts).isEqualTo(1);
    manager().destroyCache("a,b");
    assertThat(registered(manager())).hasSize(2 * names.length - 2);
    manager().createCache("a,b", texts().statistics(true).management(true).build());
    assertThat(registered(manager())).hasSize(2 * names.length);
  }

  @Test
  void beans_ofTwoManagersWithOneName_areTwo() throws Exception {
    create(texts().statistics(true)).put(1, "x");
    try (CacheManager other = openManager(StoreKind.MEMORY.options(folder()))) {
      other.createCache(name, texts().statistics(true).build());
      assertThat(registered(other)).containsExactly("CacheStatistics " + name);
      assertThat(bean(other, name).getCachePuts()).isZero();
      assertThat(statistics().getCachePuts()).isEqualTo(1);
      assertThat(other.getURI()).isNotEqualTo(URI.create(manager().getURI().toString()));
    }
    assertThat(statistics().getCachePuts()).isEqualTo(1);
  }
}
