package io.github.thermae.hibernate.internal.codec;

import io.github.thermae.codec.CodecContext;
import io.github.thermae.codec.NoEncodedFormException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hibernate.boot.spi.SessionFactoryOptions;
import org.hibernate.cache.cfg.spi.DomainDataRegionBuildingContext;
import org.hibernate.cache.cfg.spi.DomainDataRegionConfig;
import org.hibernate.cache.internal.DefaultCacheKeysFactory;
import org.hibernate.cache.spi.CacheKeysFactory;
import org.hibernate.cache.spi.support.DomainDataStorageAccess;
import org.hibernate.cache.spi.support.RegionFactoryTemplate;
import org.hibernate.cache.spi.support.StorageAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * Regions that hold nothing but what the codec makes of their values. For strategies without locks.
 */
public final class BytesRegionFactory extends RegionFactoryTemplate {
  private static final long serialVersionUID = 1L;

  /** What was put, by region; a value that the codec refuses is in none. */
  final Map<String, BytesStorage> regions = new ConcurrentHashMap<>();

  /** Allows nothing, as a cache of objects in a file without settings. */
  static final CodecContext CONTEXT =
      new CodecContext() {
        @Override
        public String cacheName() {
          return "region";
        }

        @Override
        public ClassLoader classLoader() {
          return BytesRegionFactory.class.getClassLoader();
        }

        @Override
        public void requireAllowed(String className) {
          if (!className.startsWith("java.")) {
            throw new io.github.thermae.ThermaeException(className + " is not allowed");
          }
        }
      };

  /** A region's bytes. */
  static final class BytesStorage implements DomainDataStorageAccess {
    final RegionValueCodec codec;
    final Map<Object, byte[]> bytes = new ConcurrentHashMap<>();
    final List<String> refused = new CopyOnWriteArrayList<>();

    BytesStorage(RegionValueCodec codec) {
      this.codec = codec;
    }

    @Override
    public @Nullable Object getFromCache(Object key, SharedSessionContractImplementor session) {
      byte[] found = bytes.get(key);
      return found == null ? null : codec.decode(found, CONTEXT);
    }

    @Override
    public void putIntoCache(Object key, Object value, SharedSessionContractImplementor session) {
      try {
        bytes.put(key, codec.encode(value, CONTEXT));
      } catch (NoEncodedFormException e) {
        refused.add(String.valueOf(e.getMessage()));
        bytes.remove(key);
      }
    }

    @Override
    public void removeFromCache(Object key, SharedSessionContractImplementor session) {
      bytes.remove(key);
    }

    @Override
    public void evictData(Object key) {
      bytes.remove(key);
    }

    @Override
    public void evictData() {
      bytes.clear();
    }

    @Override
    public boolean contains(Object key) {
      return bytes.containsKey(key);
    }

    @Override
    public void release() {}
  }

  private BytesStorage storage(
      String region, RegionContents contents, SessionFactoryImplementor factory) {
    RegionValueCodec codec = new RegionValueCodec(contents, () -> factory);
    return regions.computeIfAbsent(region, name -> new BytesStorage(codec));
  }

  @Override
  protected DomainDataStorageAccess createDomainDataStorageAccess(
      DomainDataRegionConfig config, DomainDataRegionBuildingContext context) {
    return storage(config.getRegionName(), RegionContents.of(config), context.getSessionFactory());
  }

  @Override
  protected StorageAccess createQueryResultsRegionStorageAccess(
      String region, SessionFactoryImplementor factory) {
    return storage(region, RegionContents.OTHER, factory);
  }

  @Override
  protected StorageAccess createTimestampsRegionStorageAccess(
      String region, SessionFactoryImplementor factory) {
    return storage(region, RegionContents.OTHER, factory);
  }

  @Override
  protected CacheKeysFactory getImplicitCacheKeysFactory() {
    return DefaultCacheKeysFactory.INSTANCE;
  }

  @Override
  protected void prepareForUse(SessionFactoryOptions settings, Map<String, Object> properties) {}

  @Override
  protected void releaseFromUse() {}
}
