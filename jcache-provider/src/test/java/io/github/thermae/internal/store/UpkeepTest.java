package io.github.thermae.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.config.StoreOptions;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The background work of a store ends when the store does. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UpkeepTest {
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** A cold tier whose upkeep lasts until it is told to end. */
  private ColdStore coldStore() {
    return (ColdStore)
        Proxy.newProxyInstance(
            ColdStore.class.getClassLoader(),
            new Class<?>[] {ColdStore.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "maintain" -> {
                  begun.countDown();
                  stopped.await();
                  return null;
                }
                case "stopMaintaining" -> {
                  stopped.countDown();
                  return null;
                }
                case "classes" -> {
                  return Map.of();
                }
                default -> {
                  return method.getReturnType() == long.class ? 1L : null;
                }
              }
            });
  }

  @Test
  void close_whileTheUpkeepIsLong_hasItEnd() throws Exception {
    TieredStore store =
        new TieredStore("long", coldStore(), StoreOptions.builder().build(), StoreClock.system());
    begun.await();
    store.close();
    assertThat(stopped.getCount()).isZero();
  }
}
