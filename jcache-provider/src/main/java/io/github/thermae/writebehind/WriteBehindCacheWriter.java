package io.github.thermae.writebehind;

import io.github.thermae.config.WriteBehindOptions;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import javax.cache.Cache;
import javax.cache.configuration.Factory;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;

/**
 * A writer that is behind its cache: given to a Thermae cache in a plain JCache configuration, it
 * has the cache queue its writes, and the writer that it wraps gets them later, in batches.
 *
 * <pre>{@code
 * new MutableConfiguration<Long, Order>()
 *     .setTypes(Long.class, Order.class)
 *     .setWriteThrough(true)
 *     .setCacheWriterFactory(
 *         WriteBehindCacheWriter.factoryOf(
 *             () -> new OrderWriter(dataSource),
 *             WriteBehindOptions.NONE.withBatchSize(500)));
 * }</pre>
 *
 * The queue is the cache's, with the cache's store, so it works in Thermae only: the caches of
 * another provider are refused their first write. Options that are set here win over those of the
 * configuration and the store.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class WriteBehindCacheWriter<K, V> implements CacheWriter<K, V>, Closeable {
  private final CacheWriter<? super K, ? super V> writer;
  private final WriteBehindOptions options;

  /**
   * A writer behind its cache.
   *
   * @param writer is called by threads of the cache, by as many as {@link
   *     WriteBehindOptions#concurrency} says; must be idempotent. Closed with the cache if it is
   *     {@code Closeable}
   */
  public WriteBehindCacheWriter(
      CacheWriter<? super K, ? super V> writer, WriteBehindOptions options) {
    this.writer = writer;
    this.options = options.withEnabled(true);
  }

  /** A factory, as JCache configurations want it. */
  public static <K, V> Factory<WriteBehindCacheWriter<K, V>> factoryOf(
      Factory<? extends CacheWriter<? super K, ? super V>> writers, WriteBehindOptions options) {
    return () -> new WriteBehindCacheWriter<>(writers.create(), options);
  }

  /** The writer that gets the batches. */
  public CacheWriter<? super K, ? super V> writer() {
    return writer;
  }

  /** How it gets them. */
  public WriteBehindOptions options() {
    return options;
  }

  @Override
  public void write(Cache.Entry<? extends K, ? extends V> entry) {
    throw notHere();
  }

  @Override
  public void writeAll(Collection<Cache.Entry<? extends K, ? extends V>> entries) {
    throw notHere();
  }

  @Override
  public void delete(Object key) {
    throw notHere();
  }

  @Override
  public void deleteAll(Collection<?> keys) {
    throw notHere();
  }

  private static CacheWriterException notHere() {
    return new CacheWriterException(
        "A WriteBehindCacheWriter works in caches of Thermae only, which queue what is written."
            + " Another cache must be given the writer itself.");
  }

  /** Closes the wrapped writer, if it can be. */
  @Override
  public void close() throws IOException {
    if (writer instanceof Closeable closeable) {
      closeable.close();
    }
  }
}
