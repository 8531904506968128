package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeCache;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.processor.EntryProcessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More asynchronous calls than a cache accepts. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class AsyncBoundTest {
  private final CacheManager manager = Managers.memory();

  @AfterEach
  void close() {
    manager.close();
  }

  @SuppressWarnings("unchecked") // the types are the cache's own
  private ThermaeCache<Integer, String> create() {
    return Managers.cache(manager, "users", Integer.class, String.class).unwrap(ThermaeCache.class);
  }

  private static <T extends @Nullable Object> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static EntryProcessor<Integer, String, String> waitFor(CountDownLatch latch) {
    return (entry, arguments) -> {
      try {
        assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return "waited";
    };
  }

  @Test
  void calls_pastTheBound_holdTheCallerBackUntilThereIsRoom() throws Exception {
    ThermaeCache<Integer, String> cache = create();
    CountDownLatch release = new CountDownLatch(1);
    cache.async().invoke(1, waitFor(release));
    ExecutorService threads = Executors.newSingleThreadExecutor();
    Future<?> caller =
        threads.submit(
            () -> {
              for (int i = 0; i < 20_000; i++) {
                cache.async().put(1, "v" + i);
              }
            });
    Thread.sleep(500);
    assertThat(caller.isDone()).isFalse();
    release.countDown();
    caller.get(30, TimeUnit.SECONDS);
    threads.shutdown();
    join(cache.async().flush());
    assertThat(cache.get(1)).isEqualTo("v19999");
  }

  @Test
  void calls_pastTheBound_noRoomComes_failTheirStages() {
    ThermaeCache<Integer, String> cache = create();
    CountDownLatch release = new CountDownLatch(1);
    cache.async().invoke(1, waitFor(release));
    for (int i = 1; i < 16_384; i++) {
      cache.async().put(1, "v");
    }
    Thread.currentThread().interrupt();
    CompletionStage<@Nullable Void> tooMany = cache.async().put(1, "too many");
    assertThat(Thread.interrupted()).isTrue();
    release.countDown();

    assertThatThrownBy(() -> join(tooMany))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("16384");
    join(cache.async().flush());
    assertThat(cache.get(1)).isEqualTo("v");
  }

  @Test
  void calls_pastTheBound_ofAThreadThatCallsMayWaitFor_areAccepted() {
    ThermaeCache<Integer, String> cache = create();
    CountDownLatch release = new CountDownLatch(1);
    cache.async().invoke(1, waitFor(release));
    for (int i = 1; i < 16_384; i++) {
      cache.async().put(1, "v");
    }
    long startNanos = System.nanoTime();
    cache.invoke(
        2,
        (entry, arguments) -> {
          for (int i = 0; i < 100; i++) {
            cache.async().put(1, "from inside");
          }
          return null;
        });
    assertThat(System.nanoTime() - startNanos).isLessThan(TimeUnit.SECONDS.toNanos(9));
    release.countDown();
    join(cache.async().flush());
    assertThat(cache.get(1)).isEqualTo("from inside");
  }
}
