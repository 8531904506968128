package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.Synchronous;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.internal.jcache.BackgroundThreads;
import io.github.thermae.internal.jcache.StoreLease;
import io.github.thermae.internal.jcache.ThermaeCacheManager;
import io.github.thermae.internal.sqlite.SqliteStore;
import io.github.thermae.internal.store.ColdStore;
import io.github.thermae.internal.store.ColdTable;
import io.github.thermae.internal.store.StoreClock;
import io.github.thermae.internal.store.TieredStore;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A read that the hot tier answers costs the probe of a map, and nothing else. */
final class HotHitTest {
  private static final ThreadLocal<@Nullable List<StackFrame>> SEEN = new ThreadLocal<>();

  @TempDir Path folder;
  private final AtomicLong clockReads = new AtomicLong();
  private final AtomicLong coldCalls = new AtomicLong();

  /** A key that notes from where it was asked for its hash code, when that is wanted. */
  static final class Probe {
    private final String name;

    Probe(String name) {
      this.name = name;
    }

    @Override
    public int hashCode() {
      List<StackFrame> seen = SEEN.get();
      if (seen != null && seen.isEmpty()) {
        seen.addAll(StackWalker.getInstance().walk(frames -> frames.skip(1).toList()));
      }
      return name.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Probe that && name.equals(that.name);
    }
  }

  @BeforeEach
  void forget() {
    SEEN.remove();
  }

  @ParameterizedTest
  @EnumSource(Store.Kind.class)
  void get_hotHit_isThreeCallsAwayFromTheMap(Store.Kind kind) {
    try (Store store =
        Store.of(kind, folder, StoreOptions.builder().allowedClasses("io.github.thermae.api.*"))) {
      Cache<Probe, String> cache =
          Managers.cache(store.manager(), "users", Probe.class, String.class);
      cache.put(new Probe("a"), "1");
      Probe key = new Probe("a");
      List<StackFrame> frames = new ArrayList<>();
      SEEN.set(frames);
      String found = cache.get(key);
      SEEN.remove();

      assertThat(found).isEqualTo("1");
      List<String> calls =
          frames.stream()
              .takeWhile(frame -> !frame.getClassName().equals(HotHitTest.class.getName()))
              .map(frame -> frame.getClassName() + "." + frame.getMethodName())
              .collect(Collectors.toList());
      assertThat(calls).as("innermost first: %s", calls).hasSize(4);
      assertThat(calls.get(0)).isEqualTo("java.util.concurrent.ConcurrentHashMap.get");
      assertThat(calls.get(1)).startsWith("com.github.benmanes.caffeine.cache.");
      assertThat(calls.get(2)).startsWith("com.github.benmanes.caffeine.cache.");
      assertThat(calls.get(3)).endsWith(".TieredCache.get");
    }
  }

  @ParameterizedTest
  @EnumSource(Store.Kind.class)
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void get_keyIsHeldByAnEntryProcessor_returnsWithoutWaiting(Store.Kind kind) throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (Store store = Store.of(kind, folder)) {
      Cache<String, String> cache =
          Managers.cache(store.manager(), "users", String.class, String.class);
      cache.put("a", "1");
      CompletableFuture<Void> holder =
          CompletableFuture.runAsync(
              () ->
                  cache.invoke(
                      "a",
                      (entry, arguments) -> {
                        entry.setValue("2");
                        inside.countDown();
                        await(release);
                        return null;
                      }));
      await(inside);
      for (int i = 0; i < 1_000; i++) {
        assertThat(cache.get("a")).isEqualTo("1");
      }
      assertThat(holder).isNotDone();
      release.countDown();
      holder.get(30, TimeUnit.SECONDS);
      assertThat(cache.get("a")).isEqualTo("2");
    } finally {
      release.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @EnumSource(Store.Kind.class)
  void get_hotHitOfAnEternalEntry_asksNeitherClockNorFile(Store.Kind kind) {
    try (ThermaeCacheManager manager = counted(kind)) {
      Cache<String, String> cache = Managers.cache(manager, "users", String.class, String.class);
      cache.put("a", "1");
      long clockBefore = clockReads.get();
      long coldBefore = coldCalls.get();
      for (int i = 0; i < 10_000; i++) {
        assertThat(cache.get("a")).isEqualTo("1");
      }

      assertThat(clockReads.get()).isEqualTo(clockBefore);
      assertThat(coldCalls.get()).isEqualTo(coldBefore);
      // The counters count.
      assertThat(cache.get("missing")).isNull();
      cache.put("b", "1");
      assertThat(coldCalls.get() > coldBefore).isEqualTo(kind == Store.Kind.WRITE_THROUGH);
    }
  }

  @Test
  void get_hotHitOfAnEntryThatExpires_asksTheClockOnceAndNoFile() {
    try (ThermaeCacheManager manager = counted(Store.Kind.WRITE_THROUGH)) {
      Cache<String, String> cache =
          manager.createCache(
              "users",
              ThermaeConfiguration.builder(String.class, String.class)
                  .ttl(Duration.ofHours(1))
                  .build());
      cache.put("a", "1");
      long clockBefore = clockReads.get();
      long coldBefore = coldCalls.get();
      assertThat(cache.get("a")).isEqualTo("1");

      assertThat(clockReads.get()).isEqualTo(clockBefore + 1);
      assertThat(coldCalls.get()).isEqualTo(coldBefore);
    }
  }

  @Test
  void get_hotHitUnderAccessExpiry_writesNothing() {
    try (ThermaeCacheManager manager = counted(Store.Kind.WRITE_THROUGH)) {
      Cache<String, String> cache =
          manager.createCache(
              "users",
              ThermaeConfiguration.builder(String.class, String.class)
                  .expireAfterAccess(Duration.ofHours(1))
                  .build());
      cache.put("a", "1");
      long coldBefore = coldCalls.get();
      for (int i = 0; i < 100; i++) {
        assertThat(cache.get("a")).isEqualTo("1");
      }

      assertThat(coldCalls.get()).isEqualTo(coldBefore);
    }
  }

  // ------------------------------------------------------------------ an engine that counts

  private ThermaeCacheManager counted(Store.Kind kind) {
    StoreOptions options =
        kind == Store.Kind.MEMORY
            ? StoreOptions.builder().build()
            : Managers.at(Store.fileIn(folder)).build();
    ColdStore cold =
        options.path().isPresent()
            ? countedStore(SqliteStore.open(options.path().get(), Synchronous.NORMAL))
            : null;
    StoreClock clock =
        () -> {
          clockReads.incrementAndGet();
          return System.currentTimeMillis();
        };
    TieredStore store = new TieredStore("counted", cold, options, clock);
    ThermaeCachingProvider provider = new ThermaeCachingProvider();
    return new ThermaeCacheManager(
        provider,
        provider.getDefaultURI(),
        HotHitTest.class.getClassLoader(),
        new Properties(),
        new Lease(store, options),
        new BackgroundThreads("counted"),
        manager -> {});
  }

  private ColdStore countedStore(ColdStore store) {
    return counted(ColdStore.class, store);
  }

  private <T> T counted(Class<T> type, T counted) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("maintain")) {
                // That one comes from a thread of its own, about once a second.
                coldCalls.incrementAndGet();
              }
              try {
                Object result = method.invoke(counted, arguments);
                return result instanceof ColdTable table ? counted(ColdTable.class, table) : result;
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            }));
  }

  private record Lease(TieredStore store, StoreOptions options) implements StoreLease {
    @Override
    public void close() {
      store.close();
    }
  }
}
