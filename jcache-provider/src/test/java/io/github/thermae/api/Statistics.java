package io.github.thermae.api;

import java.lang.management.ManagementFactory;
import javax.cache.management.CacheStatisticsMXBean;
import javax.management.JMX;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** The statistics of a cache of the default manager, as JMX tells them. */
final class Statistics {
  private Statistics() {}

  static CacheStatisticsMXBean of(String cache) {
    try {
      return JMX.newMXBeanProxy(
          ManagementFactory.getPlatformMBeanServer(),
          new ObjectName(
              "javax.cache:type=CacheStatistics,CacheManager=thermae.default,Cache=" + cache),
          CacheStatisticsMXBean.class);
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException(cache, e);
    }
  }
}
