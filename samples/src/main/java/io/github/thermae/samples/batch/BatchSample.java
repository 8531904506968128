package io.github.thermae.samples.batch;

import io.github.thermae.AsyncCache;
import io.github.thermae.ThermaeCache;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.samples.support.Out;
import io.github.thermae.samples.support.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.FactoryBuilder;

/** Thousands of asynchronous reads, and a service that must not be asked too much at once. */
public final class BatchSample {
  private static final int CALLS_AT_ONCE = 2;

  private BatchSample() {}

  /** The arguments are a folder for the store and, optionally, how many prices to ask for. */
  public static void main(String[] args) throws IOException {
    Path file = Stores.fresh(args[0], "batch.db");
    int articles = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
    PriceService service = new PriceService(CALLS_AT_ONCE);

    Out.line("Thermae: %,d prices, each asked for on its own, none waited for", articles);
    Out.line(
        "   the service takes %d ms for a call, however many prices, and at most %d calls at once",
        PriceService.CALL_MILLIS, CALLS_AT_ONCE);
    Out.line("");
    Out.line(
        "   %-22s %10s %8s %14s %10s %8s",
        "round", "prices", "calls", "prices a call", "at once", "took");
    try (CacheManager manager = open(file)) {
      Cache<Integer, Long> cache =
          manager.createCache(
              "prices",
              ThermaeConfiguration.builder(Integer.class, Long.class)
                  .readThrough(new FactoryBuilder.SingletonFactory<>(service))
                  .build());
      AsyncCache<Integer, Long> prices = asyncOf(cache);
      round("nothing is known", prices, articles, service);
      round("all is in the cache", prices, articles, service);
    }
    Out.line("");
    Out.line(
        "   one by one it would have taken %.0f s", articles * PriceService.CALL_MILLIS / 1_000.0);
  }

  @SuppressWarnings("unchecked") // the types are the cache's own
  private static AsyncCache<Integer, Long> asyncOf(Cache<Integer, Long> cache) {
    return cache.unwrap(ThermaeCache.class).async();
  }

  private static void round(
      String name, AsyncCache<Integer, Long> prices, int articles, PriceService service) {
    service.forget();
    long start = System.nanoTime();
    List<CompletableFuture<Long>> answers = new ArrayList<>();
    for (int article = 0; article < articles; article++) {
      answers.add(prices.get(article).toCompletableFuture());
    }
    for (int article = 0; article < articles; article++) {
      long price = answers.get(article).join();
      if (price != PriceService.priceOf(article)) {
        throw new IllegalStateException("article " + article + " has the price of another one");
      }
    }
    Out.line(
        "   %-22s %,10d %,8d %,14d %10d %6.2f s",
        name,
        articles,
        service.calls(),
        service.calls() == 0 ? 0 : service.prices() / service.calls(),
        service.mostAtOnce(),
        Out.seconds(start));
  }

  private static CacheManager open(Path file) {
    StoreOptions options = StoreOptions.builder().path(file).build();
    return Caching.getCachingProvider().getCacheManager(null, null, options.toProperties());
  }
}
