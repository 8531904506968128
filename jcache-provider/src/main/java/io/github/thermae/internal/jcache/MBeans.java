package io.github.thermae.internal.jcache;

import java.lang.management.ManagementFactory;
import java.net.URI;
import javax.cache.CacheException;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * One cache's MXBean of one kind, registered in the platform's server under a name of the form that
 * JSR-107 prescribes: {@code <domain>:type=<kind>,CacheManager=<uri>,Cache=<name>}, with characters
 * that an ObjectName cannot hold replaced by dots. Two caches whose names become the same that way
 * are told apart by {@code #2}, {@code #3} and so on. Guarded by the cache that owns it.
 */
final class MBeans {
  /** What JSR-107 registers; its TCK counts the beans in here. */
  static final String JSR_107 = "javax.cache";

  /** What this library registers of its own. */
  static final String OWN = "io.github.thermae";

  private static final int MAX_SAME_NAMES = 1_000;

  private final String domain;
  private final String kind;
  private final URI manager;
  private final String cache;
  private final Object bean;
  private @Nullable ObjectName registered;

  MBeans(String domain, String kind, URI manager, String cache, Object bean) {
    this.domain = domain;
    this.kind = kind;
    this.manager = manager;
    this.cache = cache;
    this.bean = bean;
  }

  synchronized void setRegistered(boolean wanted) {
    try {
      if (wanted && registered == null) {
        registered = register();
      } else if (!wanted && registered != null) {
        unregister(registered);
        registered = null;
      }
    } catch (JMException e) {
      throw new CacheException(
          "The " + kind + " MXBean of cache '" + cache + "' could not be (un)registered: " + e, e);
    }
  }

  private ObjectName register() throws JMException {
    for (int i = 1; i < MAX_SAME_NAMES; i++) {
      ObjectName name = name(i);
      if (registeredAs(name)) {
        return name;
      }
    }
    throw new InstanceAlreadyExistsException(name(1).toString());
  }

  /** False if another cache has this name. */
  private boolean registeredAs(ObjectName name) throws JMException {
    try {
      server().registerMBean(bean, name);
      return true;
    } catch (InstanceAlreadyExistsException e) {
      return false;
    }
  }

  private static void unregister(ObjectName name) throws JMException {
    try {
      server().unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      // Somebody else has unregistered it: what was wanted is so.
    }
  }

  private ObjectName name(int suffix) throws JMException {
    return new ObjectName(
        domain
            + ":type="
            + kind
            + ",CacheManager="
            + plain(manager.toString())
            + ",Cache="
            + plain(cache)
            + (suffix == 1 ? "" : "#" + suffix));
  }

  private static String plain(String text) {
    return text.replaceAll("[,:=*?\"\n\r\\x00]", ".");
  }

  private static MBeanServer server() {
    return ManagementFactory.getPlatformMBeanServer();
  }
}
