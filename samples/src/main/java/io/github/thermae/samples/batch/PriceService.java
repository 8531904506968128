package io.github.thermae.samples.batch;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.integration.CacheLoader;

/**
 * A service that costs by the call, as the cache's loader. The cache gathers what is asked for at
 * about the same time; the semaphore holds back what would be too many calls at once.
 */
final class PriceService implements CacheLoader<Integer, Long> {
  static final int CALL_MILLIS = 20;

  private final Semaphore mayCall;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger prices = new AtomicInteger();
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();

  PriceService(int callsAtOnce) {
    mayCall = new Semaphore(callsAtOnce);
  }

  @Override
  public Long load(Integer article) {
    call(List.of(article));
    return priceOf(article);
  }

  @Override
  public Map<Integer, Long> loadAll(Iterable<? extends Integer> articles) {
    Map<Integer, Long> found = new HashMap<>();
    articles.forEach(article -> found.put(article, priceOf(article)));
    call(found.keySet());
    return found;
  }

  private void call(Collection<Integer> articles) {
    mayCall.acquireUninterruptibly();
    try {
      mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
      TimeUnit.MILLISECONDS.sleep(CALL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      atOnce.decrementAndGet();
      mayCall.release();
    }
    calls.incrementAndGet();
    prices.addAndGet(articles.size());
  }

  static long priceOf(int article) {
    return 100L + article * 7 % 900;
  }

  void forget() {
    calls.set(0);
    prices.set(0);
    mostAtOnce.set(0);
  }

  int calls() {
    return calls.get();
  }

  int prices() {
    return prices.get();
  }

  int mostAtOnce() {
    return mostAtOnce.get();
  }
}
