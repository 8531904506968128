package io.github.thermae.internal.jcache;

import io.github.thermae.config.ThermaeConfiguration;
import java.util.function.Predicate;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;

/**
 * Regions that Hibernate's own JCache factory makes of caches that it does not find. It gives them
 * a configuration in which nothing is set, which means by value, and with a file means rows of a
 * database that may have changed when they are read again. What it puts is never changed by whoever
 * has it, so these caches are by reference and hot only. Its region of update timestamps must lose
 * nothing: one that is missing lets stale query results pass.
 */
final class HibernateRegions {
  private static final String FACTORY_PACKAGE = "org.hibernate.cache.jcache.";
  private static final String TIMESTAMPS = "default-update-timestamps-region";

  private HibernateRegions() {}

  /** The configuration as it is, or what it must be for a region. */
  static <K, V> ThermaeConfiguration<K, V> adapted(
      String cacheName, ThermaeConfiguration<K, V> given) {
    if (cacheName.equals(TIMESTAMPS) || cacheName.endsWith('.' + TIMESTAMPS)) {
      return pinned(cacheName, given);
    }
    return saysNothing(given) && isAskedByHibernate() ? hotOnly(given).build() : given;
  }

  private static <K, V> ThermaeConfiguration<K, V> pinned(
      String cacheName, ThermaeConfiguration<K, V> given) {
    if (given.hotMaxEntries().isPresent()
        || given.hotMaxBytes().isPresent()
        || given.coldMaxEntries().isPresent()
        || given.isExpirySet()) {
      throw new CacheException(
          "Cache '"
              + cacheName
              + "' holds when Hibernate has changed its tables, and must keep all of it: set neither"
              + " bounds nor an expiry for it");
    }
    return hotOnly(given).hotMaxEntries(Long.MAX_VALUE).eternal().build();
  }

  private static <K, V> ThermaeConfiguration.Builder<K, V> hotOnly(
      ThermaeConfiguration<K, V> given) {
    return ThermaeConfiguration.builder(given).storeByValue(false).hotOnly(true);
  }

  private static boolean saysNothing(ThermaeConfiguration<?, ?> given) {
    return given.equals(ThermaeConfiguration.builder(new MutableConfiguration<>()).build());
  }

  /** The caller is the only thing that tells such a cache from any other. */
  private static boolean isAskedByHibernate() {
    Predicate<StackWalker.StackFrame> isFactory =
        frame -> frame.getClassName().startsWith(FACTORY_PACKAGE);
    return StackWalker.getInstance().walk(frames -> frames.anyMatch(isFactory));
  }
}
