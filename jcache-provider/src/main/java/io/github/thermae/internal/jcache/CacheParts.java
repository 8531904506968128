package io.github.thermae.internal.jcache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.thermae.ThermaeException;
import io.github.thermae.TierStatistics;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.config.WriteBehindOptions;
import io.github.thermae.internal.store.StoreClock;
import io.github.thermae.internal.store.TieredStore;
import io.github.thermae.internal.store.TieredTable;
import io.github.thermae.internal.writebehind.WriteBehindQueue;
import io.github.thermae.writebehind.WriteBehindCacheWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.Factory;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a cache is made of, put together in one place, and taken apart in one place. Configuration
 * changes that JSR-107 allows on a running cache go through here.
 */
final class CacheParts<K, V> {
  private static final Logger LOG = LoggerFactory.getLogger(CacheParts.class);

  private final String name;
  private final ThermaeCacheManager manager;
  private final TieredStore store;
  private final TieredTable table;
  private final Expiry expiry;
  private final Loading<K, V> loading;
  private final Writing<K, V> writing;

  /** What is between the cache and a writer that is behind it. */
  private final @Nullable WriteBehindQueue<K, V> queue;

  private final EventDispatcher<K, V> events;
  private final CacheCounters counters;
  private final BackgroundThreads threads;
  private final MBeans statisticsBean;
  private final MBeans configurationBean;
  private final @Nullable MBeans queueBean;

  /** Made when the cache starts, whose statistics it tells. */
  @GuardedBy("this")
  private @Nullable MBeans tiersBean;

  /** What the factories of the configuration made, listeners aside. */
  private final List<Object> made = new ArrayList<>();

  @GuardedBy("this")
  private boolean ended;

  private volatile ThermaeConfiguration<K, V> configuration;

  CacheParts(
      String name,
      ThermaeCacheManager manager,
      TieredStore store,
      TieredTable table,
      ThermaeConfiguration<K, V> configuration,
      BackgroundThreads threads) {
    this.name = name;
    this.manager = manager;
    this.store = store;
    this.table = table;
    this.configuration = configuration;
    this.threads = threads;
    this.events = new EventDispatcher<>(name, threads.listeners());
    this.counters = new CacheCounters(table::evictions);
    try {
      this.expiry = new Expiry(name, make(configuration.getExpiryPolicyFactory()));
      CacheWriter<? super K, ? super V> writer =
          configuration.isWriteThrough() ? makeIfAny(configuration.getCacheWriterFactory()) : null;
      this.queue = queueOf(writer);
      this.writing = queue == null ? Writing.through(writer) : Writing.behind(queue);
      this.loading =
          new Loading<>(
              name,
              makeIfAny(configuration.getCacheLoaderFactory()),
              configuration.isReadThrough(),
              queue == null ? null : new OwedValues<>(table, queue.outbox(), queue),
              counters);
      configuration.getCacheEntryListenerConfigurations().forEach(events::register);
    } catch (RuntimeException | Error e) {
      Failures failures = new Failures();
      failures.add(e);
      failures.collect(() -> store.closeOutbox(table));
      closeMade(failures);
      throw e;
    }
    this.statisticsBean =
        new MBeans(MBeans.JSR_107, "CacheStatistics", manager.getURI(), name, counters);
    this.configurationBean =
        new MBeans(
            MBeans.JSR_107,
            "CacheConfiguration",
            manager.getURI(),
            name,
            new CacheInfo(this::configuration));
    this.queueBean =
        queue == null
            ? null
            : new MBeans(
                MBeans.OWN, "WriteBehind", manager.getURI(), name, new WriteBehindBean(queue));
  }

  /** The queue before a writer that is to be behind the cache; null if it is not. */
  private @Nullable WriteBehindQueue<K, V> queueOf(
      @Nullable CacheWriter<? super K, ? super V> writer) {
    WriteBehindOptions options = configuration.writeBehind();
    CacheWriter<? super K, ? super V> behind = writer;
    if (writer instanceof WriteBehindCacheWriter<?, ?> wrapped) {
      @SuppressWarnings("unchecked") // it takes what the cache writes, so the wrapped one does too
      CacheWriter<? super K, ? super V> inner =
          (CacheWriter<? super K, ? super V>) wrapped.writer();
      behind = inner;
      options = wrapped.options().orElse(options);
    }
    if (behind == null || !options.isEnabled()) {
      warnOfQueue();
      return null;
    }
    return new WriteBehindQueue<>(
        name, store.openOutbox(table), new WriterTarget<K, V>(behind), options, store.clock());
  }

  /** What earlier runs have left for a writer that is not there any more must not be forgotten. */
  private void warnOfQueue() {
    long owed = store.owedBy(name, table);
    if (owed > 0) {
      LOG.warn(
          "Cache '{}' has {} queued writes in the file for a writer behind it, but is configured"
              + " without write-behind now. They stay in the file and are not delivered. To deliver"
              + " them, create the cache with its writer and write-behind once more; to forget them,"
              + " do so with a long write-behind.max-delay and call writeBehind().discard()",
          name,
          owed);
    }
  }

  private <T> T make(Factory<T> factory) {
    T part = factory.create();
    made.add(part);
    return part;
  }

  private <T> @Nullable T makeIfAny(@Nullable Factory<T> factory) {
    return factory == null ? null : make(factory);
  }

  OperationRunner<K, V> runner(TieredCache<K, V> cache) {
    return new OperationRunner<>(
        cache,
        cache::requireOpen,
        table,
        store.clock(),
        expiry,
        loading,
        writing,
        events,
        counters);
  }

  String name() {
    return name;
  }

  ThermaeCacheManager manager() {
    return manager;
  }

  TieredTable table() {
    return table;
  }

  StoreClock clock() {
    return store.clock();
  }

  Expiry expiry() {
    return expiry;
  }

  Loading<K, V> loading() {
    return loading;
  }

  @Nullable WriteBehindQueue<K, V> queue() {
    return queue;
  }

  CacheCounters counters() {
    return counters;
  }

  Executor loads() {
    return threads.loads();
  }

  Executor asyncCalls() {
    return threads.asyncCalls();
  }

  ThermaeConfiguration<K, V> configuration() {
    return configuration;
  }

  // ------------------------------------------------------------------ changes while running

  synchronized void enableStatistics(boolean enabled) {
    if (ended) {
      return;
    }
    configuration = ThermaeConfiguration.builder(configuration).statistics(enabled).build();
    counters.setEnabled(enabled);
    statisticsBean.setRegistered(enabled);
    if (tiersBean != null) {
      tiersBean.setRegistered(enabled);
    }
    if (queueBean != null) {
      queueBean.setRegistered(enabled);
    }
  }

  synchronized void enableManagement(boolean enabled) {
    if (ended) {
      return;
    }
    configuration = ThermaeConfiguration.builder(configuration).management(enabled).build();
    configurationBean.setRegistered(enabled);
  }

  /** Each listener configuration can be registered once (JSR-107, {@code MutableConfiguration}). */
  synchronized void addListener(CacheEntryListenerConfiguration<K, V> listener) {
    if (ended) {
      throw new IllegalStateException("Cache '" + name + "' is closed");
    }
    ThermaeConfiguration<K, V> changed =
        ThermaeConfiguration.builder(configuration).listener(listener).build();
    events.register(listener);
    configuration = changed;
  }

  synchronized void removeListener(CacheEntryListenerConfiguration<K, V> listener) {
    configuration = ThermaeConfiguration.builder(configuration).withoutListener(listener).build();
    ListenerRegistration<K, V> removed = events.deregister(listener);
    if (removed != null) {
      Failures failures = new Failures();
      closeListener(removed, failures);
      failures.throwIfAny();
    }
  }

  // ------------------------------------------------------------------ the end

  /** Gives everything back; one part's failure keeps no other open. Entries in a file stay. */
  void close() {
    end(() -> store.close(table));
  }

  /** As {@link #close}, and the entries go too. */
  void destroy() {
    end(() -> store.destroy(name, table));
  }

  /** As {@link #close} for a cache that could not be started, but for the table. */
  void giveUp(RuntimeException why) {
    Failures failures = new Failures();
    failures.add(why);
    endChanges(failures);
    if (queue != null) {
      failures.collect(queue::close);
      failures.collect(() -> store.closeOutbox(table));
    }
    closeMade(failures);
  }

  /** The time that the writer has for what is queued begins, where that is not a moment ago. */
  void beginClose() {
    if (queue != null) {
      queue.beginClose();
    }
  }

  private void end(Runnable endOfTable) {
    Failures failures = new Failures();
    endChanges(failures);
    if (queue != null) {
      failures.collect(queue::close);
    }
    failures.collect(endOfTable);
    if (queue != null) {
      // Others may share the table: one of them can have write-behind now.
      failures.collect(() -> store.closeOutbox(table));
      failures.collect(() -> tellLeft(queue));
    }
    closeMade(failures);
    failures.throwIfAny();
  }

  /** When no operation is under way any more. */
  private void tellLeft(WriteBehindQueue<K, V> ended) {
    if (ended.unsavedDeadLetters() > 0) {
      LOG.warn(
          "Cache '{}' was closed with {} dead letters, which were in memory only, and are lost",
          name,
          ended.unsavedDeadLetters());
    }
    long lost = ended.unsaved();
    long kept = ended.left() - lost;
    if (kept > 0) {
      LOG.warn(
          "Cache '{}' was closed before its writer had taken everything: {} operations stay in the"
              + " file, and are delivered when the cache is created with write-behind again",
          name,
          kept);
    }
    if (lost > 0) {
      String message =
          String.format(
              "Cache '%s' was closed before its writer had taken everything: %,d operations, which"
                  + " were in memory only, are lost",
              name, lost);
      LOG.warn(message);
      throw new ThermaeException(message);
    }
  }

  /** From here on nothing is registered any more, and no listener is called. */
  private synchronized void endChanges(Failures failures) {
    ended = true;
    events.end();
    failures.collect(() -> statisticsBean.setRegistered(false));
    failures.collect(() -> configurationBean.setRegistered(false));
    MBeans tiers = tiersBean;
    if (tiers != null) {
      failures.collect(() -> tiers.setRegistered(false));
    }
    if (queueBean != null) {
      failures.collect(() -> queueBean.setRegistered(false));
    }
  }

  private void closeMade(Failures failures) {
    made.forEach(part -> closeIfCloseable(part, failures));
    events.registrations().forEach(registration -> closeListener(registration, failures));
  }

  private static void closeListener(ListenerRegistration<?, ?> registration, Failures failures) {
    registration.end();
    closeIfCloseable(registration.listener(), failures);
    closeIfCloseable(registration.filter(), failures);
  }

  private static void closeIfCloseable(@Nullable Object part, Failures failures) {
    if (part instanceof Closeable closeable) {
      failures.collect(
          () -> {
            try {
              closeable.close();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  /** Makes the configured start state visible: beans and counting. */
  synchronized void start(Supplier<TierStatistics> tiers) {
    tiersBean =
        new MBeans(
            MBeans.OWN, "TierStatistics", manager.getURI(), name, new TierStatisticsBean(tiers));
    enableStatistics(configuration.isStatisticsEnabled());
    enableManagement(configuration.isManagementEnabled());
    if (queue != null) {
      queue.start();
    }
  }

  /** The same settings for any kind of configuration. */
  static <K, V> ThermaeConfiguration<K, V> complete(Configuration<K, V> configuration) {
    if (configuration instanceof CompleteConfiguration<K, V> complete) {
      return ThermaeConfiguration.builder(complete).build();
    }
    return ThermaeConfiguration.builder(configuration.getKeyType(), configuration.getValueType())
        .storeByValue(configuration.isStoreByValue())
        .build();
  }
}
