package io.github.thermae.tck;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.annotation.BeanProvider;
import manager.BlogManager;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.jspecify.annotations.Nullable;
import org.jsr107.ri.annotations.cdi.CacheLookupUtil;
import org.jsr107.ri.annotations.cdi.CachePutInterceptor;
import org.jsr107.ri.annotations.cdi.CacheRemoveAllInterceptor;
import org.jsr107.ri.annotations.cdi.CacheRemoveEntryInterceptor;
import org.jsr107.ri.annotations.cdi.CacheResultInterceptor;
import org.jsr107.ri.annotations.cdi.InterceptorExtension;
import org.jsr107.ri.annotations.guice.module.CacheAnnotationsModule;
import org.springframework.context.support.ClassPathXmlApplicationContext;

/**
 * The kit's way to the annotated beans: out of the container of the current {@link Host}, with the
 * reference implementation's interceptors.
 *
 * <p>The kit keeps one instance of this class for its whole run, but the interceptors keep the
 * cache manager they met first; so a container lives only as long as one test.
 */
public final class HostedBeans implements BeanProvider {
  private static Host host = Host.CDI;
  private static @Nullable Container running;

  static void host(Host next) {
    stop();
    host = next;
  }

  static void stop() {
    if (running != null) {
      running.close();
      running = null;
    }
  }

  @Override
  public <T> T getBeanByType(Class<T> beanClass) {
    if (running == null) {
      running = host.start();
    }
    return running.bean(beanClass);
  }

  /** A started container. */
  interface Container {
    <T> T bean(Class<T> type);

    void close();
  }

  /** The containers that the reference implementation has interceptors for. */
  enum Host {
    /** Weld. The kit's {@code beans.xml} switches no interceptors on, so it is not looked for. */
    CDI {
      @Override
      Container start() {
        return new CdiContainer(
            new Weld()
                .disableDiscovery()
                .addExtension(new InterceptorExtension())
                .addPackages(false, BlogManager.class, CacheLookupUtil.class)
                .interceptors(
                    CacheResultInterceptor.class,
                    CachePutInterceptor.class,
                    CacheRemoveEntryInterceptor.class,
                    CacheRemoveAllInterceptor.class)
                .initialize());
      }
    },
    /** Spring, set up by {@code annotations-spring.xml}. */
    SPRING {
      @Override
      Container start() {
        return new SpringContainer(new ClassPathXmlApplicationContext("annotations-spring.xml"));
      }
    },
    /** Guice. */
    GUICE {
      @Override
      Container start() {
        return new GuiceContainer(
            Guice.createInjector(new CacheAnnotationsModule(), new ManagerModule()));
      }
    };

    abstract Container start();
  }

  private record CdiContainer(WeldContainer weld) implements Container {
    @Override
    public <T> T bean(Class<T> type) {
      return weld.select(type).get();
    }

    @Override
    public void close() {
      weld.shutdown();
    }
  }

  private record SpringContainer(ClassPathXmlApplicationContext context) implements Container {
    @Override
    public <T> T bean(Class<T> type) {
      return context.getBean(type);
    }

    @Override
    public void close() {
      context.close();
    }
  }

  private record GuiceContainer(Injector injector) implements Container {
    @Override
    public <T> T bean(Class<T> type) {
      return injector.getInstance(type);
    }

    @Override
    public void close() {}
  }

  private static final class ManagerModule extends AbstractModule {
    @Override
    protected void configure() {
      bind(CacheManager.class).toProvider(() -> Caching.getCachingProvider().getCacheManager());
    }
  }
}
