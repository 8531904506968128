package io.github.thermae.samples.api;

import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.samples.support.Out;
import io.github.thermae.samples.support.Stores;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;

/**
 * A real HTTP server that takes a while, and a cache before it: what was answered is good for some
 * seconds after it was fetched, however often it is read.
 */
public final class ApiSample {
  private static final int VISITORS = 20;

  private ApiSample() {}

  /** The arguments are a folder for the store and, optionally, how many seconds answers live. */
  public static void main(String[] args) throws Exception {
    Path file = Stores.fresh(args[0], "api.db");
    long lifeSeconds = args.length > 1 ? Long.parseLong(args[1]) : 3;

    try (WeatherServer server = WeatherServer.start()) {
      Out.line("Thermae: answers of an HTTP service, good for %d s", lifeSeconds);
      Out.line("   the service is %s and takes 0.3 s for an answer", server.uri());
      Out.line("");
      Out.line("   %-38s %-11s %10s  %s", "request", "answered by", "took", "answer");
      URI rome = server.uri().resolve("/weather/rome");
      try (CacheManager manager = open(file)) {
        Cache<URI, String> answers = answers(manager, lifeSeconds);
        ask("the first visitor", answers, rome, server);
        ask("the second", answers, rome, server);
        ask("the third", answers, rome, server);
      }
      try (CacheManager manager = open(file)) {
        Cache<URI, String> answers = answers(manager, lifeSeconds);
        ask("after a restart of the program", answers, rome, server);
        TimeUnit.SECONDS.sleep(lifeSeconds);
        ask("after " + lifeSeconds + " s", answers, rome, server);
        ask("once more", answers, rome, server);
        askAtOnce(answers, server.uri().resolve("/weather/bath"), server);
      }
      Out.line("");
      Out.line("   the service was called %d times", server.calls());
    }
  }

  private static void ask(String who, Cache<URI, String> answers, URI what, WeatherServer server) {
    int before = server.calls();
    long start = System.nanoTime();
    String answer = answers.get(what);
    double millis = Out.seconds(start) * 1_000;
    String by = server.calls() > before ? "the service" : "the cache";
    Out.line("   %-38s %-11s %7.2f ms  %s", who, by, millis, answer);
  }

  /** Who asks for an answer that somebody else is just fetching waits for that one. */
  private static void askAtOnce(Cache<URI, String> answers, URI what, WeatherServer server)
      throws InterruptedException, ExecutionException, IOException {
    int before = server.calls();
    long start = System.nanoTime();
    ExecutorService visitors = Executors.newFixedThreadPool(VISITORS);
    Set<String> seen = new TreeSet<>();
    try {
      List<Callable<String>> requests = new ArrayList<>();
      for (int i = 0; i < VISITORS; i++) {
        requests.add(() -> answers.get(what));
      }
      for (Future<String> answer : visitors.invokeAll(requests)) {
        seen.add(answer.get());
      }
    } finally {
      visitors.shutdown();
    }
    Out.line(
        "   %-38s %d call      %7.2f ms  %s",
        VISITORS + " visitors at once, another city",
        server.calls() - before,
        Out.seconds(start) * 1_000,
        String.join(" / ", seen));
  }

  private static CacheManager open(Path file) {
    StoreOptions options = StoreOptions.builder().path(file).build();
    return Caching.getCachingProvider().getCacheManager(null, null, options.toProperties());
  }

  private static Cache<URI, String> answers(CacheManager manager, long lifeSeconds) {
    return manager.createCache(
        "answers",
        ThermaeConfiguration.builder(URI.class, String.class)
            .readThrough(HttpLoader::new)
            .expiry(CreatedExpiryPolicy.factoryOf(new Duration(TimeUnit.SECONDS, lifeSeconds)))
            .build());
  }
}
