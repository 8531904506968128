package io.github.thermae.samples.counters;

import io.github.thermae.config.PersistMode;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.samples.support.Out;
import io.github.thermae.samples.support.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.processor.MutableEntry;

/** Eight threads count page views: once with get and put, once in one step. */
public final class CountersSample {
  private static final int THREADS = 8;
  private static final int VIEWS_PER_THREAD = 5_000;
  private static final List<String> PAGES = List.of("/", "/baths", "/prices", "/contact");

  private CountersSample() {}

  /** The argument is a folder for the store. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path file = Stores.fresh(args[0], "counters.db");

    Out.line(
        "Thermae: %d threads count %,d page views of %d pages",
        THREADS, THREADS * VIEWS_PER_THREAD, PAGES.size());
    Out.line("");
    Out.line("   %-22s %10s %10s %8s", "how", "counted", "lost", "took");
    try (CacheManager manager = open(file)) {
      Cache<String, Long> careless = counters(manager, "careless");
      count("get, then put", careless, page -> careless.put(page, viewsOf(careless, page) + 1));
      Cache<String, Long> views = counters(manager, "views");
      count("one step (invoke)", views, page -> views.invoke(page, CountersSample::increment));
    }
    Out.line("");
    Out.line("   after a restart");
    try (CacheManager manager = open(file)) {
      Cache<String, Long> views = counters(manager, "views");
      for (String page : PAGES) {
        Out.line("   %-22s %,10d views", page, viewsOf(views, page));
      }
    }
  }

  /** Runs under the key's lock, so nothing comes between the reading and the writing. */
  private static Long increment(MutableEntry<String, Long> views, Object... unused) {
    long raised = (views.exists() ? views.getValue() : 0) + 1;
    views.setValue(raised);
    return raised;
  }

  private static void count(String how, Cache<String, Long> counters, Consumer<String> raise)
      throws InterruptedException {
    long start = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int view = 0; view < VIEWS_PER_THREAD; view++) {
                  raise.accept(PAGES.get(view % PAGES.size()));
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    long counted = PAGES.stream().mapToLong(page -> viewsOf(counters, page)).sum();
    long lost = (long) THREADS * VIEWS_PER_THREAD - counted;
    Out.line("   %-22s %,10d %,10d %6.1f s", how, counted, lost, Out.seconds(start));
  }

  private static long viewsOf(Cache<String, Long> counters, String page) {
    Long views = counters.get(page);
    return views == null ? 0 : views;
  }

  /** A view that is lost by a crash does not matter here, and one that is saved later is cheap. */
  private static CacheManager open(Path file) {
    StoreOptions options = StoreOptions.builder().path(file).persistMode(PersistMode.LAZY).build();
    return Caching.getCachingProvider().getCacheManager(null, null, options.toProperties());
  }

  private static Cache<String, Long> counters(CacheManager manager, String name) {
    return manager.createCache(
        name, ThermaeConfiguration.builder(String.class, Long.class).build());
  }
}
