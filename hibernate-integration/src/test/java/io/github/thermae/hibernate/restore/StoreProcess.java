package io.github.thermae.hibernate.restore;

import io.github.thermae.config.StoreOptions;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import javax.cache.CacheManager;

/** Has a store open until it is killed. */
final class StoreProcess {
  private StoreProcess() {}

  /** Argument: the file. */
  @SuppressWarnings("try") // it is enough that it is open
  public static void main(String[] arguments) throws InterruptedException {
    Properties properties = new Properties();
    properties.setProperty(StoreOptions.PREFIX + StoreOptions.PATH, arguments[0]);
    try (ThermaeCachingProvider provider = new ThermaeCachingProvider();
        CacheManager manager = provider.getCacheManager(null, null, properties)) {
      System.out.println(ShopProcess.READY);
      new CountDownLatch(1).await();
    }
  }
}
