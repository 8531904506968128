package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.TierStatistics;
import io.github.thermae.TierStatisticsMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tiers of a cache by JMX. */
final class TierStatisticsBeanTest {
  private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

  @TempDir Path folder;

  private static ObjectName nameOf(Cache<?, ?> cache) throws Exception {
    return new ObjectName(
        "io.github.thermae:type=TierStatistics,CacheManager=thermae.default,Cache="
            + cache.getName());
  }

  private static String getterOf(RecordComponent component) {
    String name = component.getName();
    String prefix = component.getType() == boolean.class ? "is" : "get";
    return prefix + Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  /** Whoever adds a component adds its attribute. */
  @Test
  void attributes_areTheComponents() {
    TreeMap<String, Class<?>> components = new TreeMap<>();
    for (RecordComponent component : TierStatistics.class.getRecordComponents()) {
      components.put(getterOf(component), component.getType());
    }
    TreeMap<String, Class<?>> attributes = new TreeMap<>();
    for (Method method : TierStatisticsMXBean.class.getMethods()) {
      attributes.put(method.getName(), method.getReturnType());
    }

    assertThat(attributes).isEqualTo(components);
  }

  @Test
  void everyAttribute_tellsItsComponent() throws Exception {
    try (CacheManager manager =
        Managers.open(Managers.at(Store.fileIn(folder)).defaultHotMaxEntries(10).build())) {
      Cache<Integer, String> cache = Managers.cache(manager, "users", Integer.class, String.class);
      manager.enableStatistics("users", true);
      for (int i = 0; i < 100; i++) {
        cache.put(i, "v" + i);
        cache.get(i - 50);
      }
      TierStatisticsMXBean bean =
          JMX.newMXBeanProxy(SERVER, nameOf(cache), TierStatisticsMXBean.class);
      TierStatistics expected = Managers.tiersOf(cache);

      assertThat(expected.coldEntries()).isEqualTo(100);
      assertThat(expected.misses()).isPositive();
      for (RecordComponent component : TierStatistics.class.getRecordComponents()) {
        Object told = TierStatisticsMXBean.class.getMethod(getterOf(component)).invoke(bean);
        assertThat(told)
            .as(component.getName())
            .isEqualTo(component.getAccessor().invoke(expected));
      }
    }
  }

  @Test
  void bean_comesAndGoesWithTheStatistics() throws Exception {
    try (CacheManager manager = Managers.memory()) {
      Cache<String, String> cache = Managers.cache(manager, "users", String.class, String.class);
      assertThat(SERVER.isRegistered(nameOf(cache))).isFalse();
      manager.enableStatistics("users", true);
      assertThat(SERVER.isRegistered(nameOf(cache))).isTrue();
      manager.enableStatistics("users", false);
      assertThat(SERVER.isRegistered(nameOf(cache))).isFalse();
      manager.enableStatistics("users", true);
      cache.close();
      assertThat(SERVER.isRegistered(nameOf(cache))).isFalse();
    }
  }

  /** What JSR-107 has registered is all there is under its own domain: its TCK counts. */
  @Test
  void domainOfJsr107_holdsItsOwnBeansOnly() throws Exception {
    try (CacheManager manager = Managers.memory()) {
      Managers.cache(manager, "users", String.class, String.class);
      manager.enableStatistics("users", true);
      Set<String> types =
          SERVER.queryNames(new ObjectName("javax.cache:*"), null).stream()
              .map(name -> name.getKeyProperty("type"))
              .collect(Collectors.toSet());

      assertThat(types).isSubsetOf(Arrays.asList("CacheStatistics", "CacheConfiguration"));
    }
  }
}
