package io.github.thermae.jsr107;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.thermae.config.ThermaeConfiguration;
import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What closing a cache or its manager ends, and what it keeps from everybody after that. */
@ParameterizedClass
@EnumSource
class CloseTest extends AnyStore {
  // ------------------------------------------------------------------ what is closeable

  /** The parts of a cache, each of which notes that it was closed, and may fail then. */
  private static final class Parts {
    final List<String> closed = new ArrayList<>();
    private final @Nullable Exception failure;

    Parts(@Nullable Exception failure) {
      this.failure = failure;
    }

    private void close(String part) throws IOException {
      closed.add(part);
      if (failure instanceof IOException io) {
        throw io;
      } else if (failure != null) {
        throw new IllegalStateException(failure);
      }
    }

    private final class Loader extends RecordingLoader<Integer, String> implements Closeable {
      @Override
      public void close() throws IOException {
        Parts.this.close("loader");
      }
    }

    private final class Writer extends RecordingWriter<Integer, String> implements Closeable {
      @Override
      public void close() throws IOException {
        Parts.this.close("writer");
      }
    }

    private final class Policy implements ExpiryPolicy, Closeable {
      @Override
      public Duration getExpiryForCreation() {
        return Duration.ONE_HOUR;
      }

      @Override
      @SuppressWarnings("NullAway") // null leaves the deadline as it is
      public Duration getExpiryForAccess() {
        return null;
      }

      @Override
      @SuppressWarnings("NullAway") // null leaves the deadline as it is
      public Duration getExpiryForUpdate() {
        return null;
      }

      @Override
      public void close() throws IOException {
        Parts.this.close("policy");
      }
    }

    private final class Listener extends RecordingListener<Integer, String> implements Closeable {
      @Override
      public void close() throws IOException {
        Parts.this.close("listener");
      }
    }

    private final class Filter implements CacheEntryEventFilter<Integer, String>, Closeable {
      @Override
      public boolean evaluate(CacheEntryEvent<? extends Integer, ? extends String> event) {
        return true;
      }

      @Override
      public void close() throws IOException {
        Parts.this.close("filter");
      }
    }

    ThermaeConfiguration.Builder<Integer, String> configuration() {
      return texts()
          .readThrough(Loader::new)
          .writeThrough(Writer::new)
          .expiry(Policy::new)
          .listener(
              new MutableCacheEntryListenerConfiguration<>(Listener::new, Filter::new, true, true))
          .statistics(true)
          .management(true);
    }

    void assertClosedOnce() {
      assertThat(closed)
          .containsExactlyInAnyOrder("loader", "writer", "policy", "listener", "filter");
    }
  }

  @Test
  void close_closesEveryPartOnce() {
    Parts parts = new Parts(null);
    Cache<Integer, String> cache = create(parts.configuration());
    cache.put(1, "x");
    cache.close();
    parts.assertClosedOnce();
    cache.close();
    manager().destroyCache(name);
    manager().close();
    parts.assertClosedOnce();
  }

  @Test
  void destroyCache_andCloseOfManager_closeEveryPartOnce() {
    Parts destroyed = new Parts(null);
    create(destroyed.configuration());
    manager().destroyCache(name);
    destroyed.assertClosedOnce();
    Parts closed = new Parts(null);
    create(closed.configuration());
    manager().close();
    closed.assertClosedOnce();
  }

  @Test
  void close_partsFail_closesTheOthersAndTheCacheAllTheSame() throws Exception {
    for (Exception failure : new Exception[] {new IOException("no"), new CacheException("no")}) {
      Parts parts = new Parts(failure);
      Cache<Integer, String> cache = create(parts.configuration());
      Throwable thrown = catchThrowable(cache::close);
      if (thrown != null) {
        assertThat(thrown).isInstanceOf(RuntimeException.class);
        assertThat(thrown.getSuppressed()).as("the failures of the other parts").hasSize(4);
      }
      parts.assertClosedOnce();
      assertThat(cache.isClosed()).isTrue();
      assertThat(manager().getCacheNames()).isEmpty();
      assertThat(
              ManagementFactory.getPlatformMBeanServer()
                  .isRegistered(beanName(manager(), "CacheStatistics", name)))
          .isFalse();
      create(texts()).close();
    }
  }

  /** JSR-107, {@code CacheManager.close}: what a cache throws is ignored. */
  @Test
  void closeOfManager_partsFail_throwsNothingAndClosesEverything() {
    List<Parts> all = new ArrayList<>();
    List<Cache<Integer, String>> caches = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Parts parts = new Parts(new IllegalStateException("no"));
      all.add(parts);
      caches.add(manager().createCache(name + i, parts.configuration().build()));
    }
    CacheManager manager = manager();
    manager.close();
    assertThat(manager.isClosed()).isTrue();
    all.forEach(Parts::assertClosedOnce);
    assertThat(caches).allMatch(Cache::isClosed);
    manager.close();
  }

  @Test
  void createCache_aPartCannotBeMade_closesWhatWasMadeAndLeavesTheNameFree() {
    Parts parts = new Parts(null);
    ThermaeConfiguration<Integer, String> bad =
        parts
            .configuration()
            .listener(
                new MutableCacheEntryListenerConfiguration<Integer, String>(
                    () -> {
                      throw new IllegalStateException("cannot be made");
                    },
                    null,
                    false,
                    true))
            .build();
    assertThatThrownBy(() -> manager().createCache(name, bad))
        .isInstanceOf(CacheException.class)
        .hasRootCauseMessage("cannot be made");
    assertThat(parts.closed).contains("loader", "writer", "policy").doesNotHaveDuplicates();
    assertThat(manager().getCacheNames()).isEmpty();
    Cache<Integer, String> cache = create(texts());
    cache.put(1, "x");
    assertThat(cache.get(1)).isEqualTo("x");
  }

  // ------------------------------------------------------------------ what a closed cache does

  private static Stream<Runnable> operations(Cache<Integer, String> cache) {
    RecordingListener<Integer, String> listener = new RecordingListener<>();
    return Stream.of(
        () -> cache.get(1),
        () -> cache.getAll(Set.of(1)),
        () -> cache.getAll(Set.of()),
        () -> cache.containsKey(1),
        () -> cache.loadAll(Set.of(1), true, null),
        () -> cache.put(1, "x"),
        () -> cache.getAndPut(1, "x"),
        () -> cache.putAll(Map.of(1, "x")),
        () -> cache.putAll(Map.of()),
        () -> cache.putIfAbsent(1, "x"),
        () -> cache.remove(1),
        () -> cache.remove(1, "x"),
        () -> cache.getAndRemove(1),
        () -> cache.replace(1, "x", "y"),
        () -> cache.replace(1, "y"),
        () -> cache.getAndReplace(1, "y"),
        () -> cache.removeAll(Set.of(1)),
        () -> cache.removeAll(Set.of()),
        cache::removeAll,
        cache::clear,
        () -> cache.invoke(1, (entry, arguments) -> null),
        () -> cache.invokeAll(Set.of(1), (entry, arguments) -> null),
        () -> cache.invokeAll(Set.of(), (entry, arguments) -> null),
        () -> cache.registerCacheEntryListener(listener.synchronous()),
        () -> cache.deregisterCacheEntryListener(listener.synchronous()),
        () -> assertThat(cache.iterator()).isNull());
  }

  @Test
  void closed_everyOperationThrows() {
    Cache<Integer, String> closed = create(texts());
    closed.put(1, "x");
    closed.close();
    assertAllThrow(closed);
    Cache<Integer, String> destroyed = create(texts());
    manager().destroyCache(name);
    assertAllThrow(destroyed);
    Cache<Integer, String> managerClosed = create(texts());
    manager().close();
    assertAllThrow(managerClosed);
    assertThat(managerClosed.getName()).isEqualTo(name);
  }

  private static void assertAllThrow(Cache<Integer, String> cache) {
    assertThat(cache.isClosed()).isTrue();
    operations(cache)
        .forEach(
            operation ->
                assertThatThrownBy(operation::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(cache.getName()));
  }

  @Test
  void closedManager_everyOperationThrows() {
    CacheManager manager = manager();
    create(texts());
    manager.close();
    for (Runnable operation :
        new Runnable[] {
          () -> manager.createCache("x", texts().build()),
          () -> manager.getCache(name),
          () -> manager.getCache(name, Integer.class, String.class),
          manager::getCacheNames,
          () -> manager.destroyCache(name),
          () -> manager.enableManagement(name, true),
          () -> manager.enableStatistics(name, true)
        }) {
      assertThatThrownBy(operation::run).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void close_thenOpenAgain_entriesAreThereIfTheStoreIsDurable() {
    Cache<Integer, String> cache = create(texts());
    cache.putAll(Map.of(1, "one", 2, "two"));
    cache.close();
    assertThat(manager().getCacheNames()).isEmpty();
    Cache<Integer, String> again = create(texts());
    assertThat(again.getAll(Set.of(1, 2))).hasSize(kind.isDurable() ? 2 : 0);
  }

  // ------------------------------------------------------------------ events and threads

  /** JSR-107, {@code Cache.close}: no events are delivered after it. */
  @Test
  void close_eventsThatWaitForAnAsynchronousListener_areDropped() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(1);
    RecordingListener<Integer, String> slow =
        new RecordingListener<>() {
          @Override
          void on(CacheEntryEvent<? extends Integer, ? extends String> event) {
            super.on(event);
            inside.countDown();
            Threads.pass(goOn);
            left.countDown();
          }
        };
    Cache<Integer, String> cache = create(texts().listener(slow.asynchronous()));
    cache.put(1, "a");
    cache.put(2, "b");
    cache.put(3, "c");
    Threads.pass(inside);
    cache.close();
    goOn.countDown();
    Threads.pass(left);
    Thread.sleep(20);
    assertThat(slow.events).containsExactly("CREATED 1=a");
  }

  @Test
  void deregister_eventsThatWait_areDroppedBeforeTheListenerIsClosed() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<String> order = new java.util.concurrent.CopyOnWriteArrayList<>();
    final class Slow extends RecordingListener<Integer, String> implements Closeable {
      @Override
      void on(CacheEntryEvent<? extends Integer, ? extends String> event) {
        order.add("event " + event.getKey());
        inside.countDown();
        Threads.pass(goOn);
      }

      @Override
      public void close() {
        order.add("close");
      }
    }
    var registration = new Slow().asynchronous();
    Cache<Integer, String> cache = create(texts().listener(registration));
    cache.put(1, "a");
    cache.put(2, "b");
    Threads.pass(inside);
    cache.deregisterCacheEntryListener(registration);
    goOn.countDown();
    Thread.sleep(20);
    assertThat(order).containsExactly("event 1", "close");
  }

  @Test
  void close_fromAListener_ends() throws Exception {
    List<Cache<Integer, String>> caches = new ArrayList<>();
    RecordingListener<Integer, String> closing =
        new RecordingListener<>() {
          @Override
          void on(CacheEntryEvent<? extends Integer, ? extends String> event) {
            super.on(event);
            caches.get(0).close();
          }
        };
    for (boolean synchronous : new boolean[] {true, false}) {
      caches.clear();
      Cache<Integer, String> cache =
          manager()
              .createCache(
                  name + synchronous,
                  texts()
                      .listener(synchronous ? closing.synchronous() : closing.asynchronous())
                      .build());
      caches.add(cache);
      ExecutorService threads = Threads.daemons();
      Future<?> put = threads.submit(() -> cache.put(1, "x"));
      Threads.join(put);
      await().until(cache::isClosed);
      threads.shutdownNow();
    }
  }

  @Test
  void closeOfManager_leavesNoThreadBehind() throws Exception {
    RecordingListener<Integer, String> listener = new RecordingListener<>();
    Cache<Integer, String> cache =
        create(texts().listener(listener.asynchronous()).readThrough(RecordingLoader::new));
    cache.put(1, "x");
    CountingCompletion completion = new CountingCompletion();
    cache.loadAll(Set.of(2), true, completion);
    completion.awaitDone();
    await().until(() -> listener.events.size() == 1);
    String uri = manager().getURI().toString();
    assertThat(threadsOf(uri)).isNotEmpty();
    manager().close();
    await().untilAsserted(() -> assertThat(threadsOf(uri)).isEmpty());
  }

  private static List<String> threadsOf(String uri) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(thread -> thread.contains(uri))
        .toList();
  }
}
