package io.github.thermae.spring.internal.health;

import io.github.thermae.StoreHealth;
import io.github.thermae.ThermaeManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.util.unit.DataSize;

/**
 * Down if the store is closed; degraded, which does not say that the application is of no use, if
 * its file cannot be written, if the disk is nearly full, or if changes wait for too long: for the
 * file, or for a writer that is behind its cache.
 */
public final class StoreHealthIndicator extends AbstractHealthIndicator implements DisposableBean {
  /**
   * When a store counts as degraded.
   *
   * @param status what it is called then
   */
  public record Limits(Status status, DataSize minFreeSpace, Duration maxQueueAge) {}

  private final ThermaeManager manager;
  private final Limits limits;
  private final WriterQueues queues;

  /** Of the store of a manager. */
  public StoreHealthIndicator(ThermaeManager manager, Limits limits) {
    super("The health of the Thermae store could not be told");
    this.manager = manager;
    this.limits = limits;
    this.queues = new WriterQueues(manager);
  }

  /** Hears no more of new caches. */
  @Override
  public void destroy() {
    queues.close();
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    StoreHealth store = manager.storeHealth();
    health.withDetail("store", manager.storePath().map(Object::toString).orElse("memory"));
    if (!store.isOpen()) {
      health.down().withDetail("problems", List.of("the store is closed"));
      return;
    }
    Map<String, WriterQueues.Queue> waiting = queues.open();
    List<String> problems = problems(store);
    problems.addAll(lateness(waiting));
    if (problems.isEmpty()) {
      health.up();
    } else {
      health.status(limits.status()).withDetail("problems", problems);
    }
    addDetails(health, store);
    if (!waiting.isEmpty()) {
      health.withDetail("writeBehind", details(waiting));
    }
  }

  private static Map<String, Map<String, Object>> details(Map<String, WriterQueues.Queue> queues) {
    Map<String, Map<String, Object>> details = new TreeMap<>();
    queues.forEach(
        (cache, queue) ->
            details.put(
                cache,
                Map.of(
                    "queuedOperations", queue.statistics().queuedOperations(),
                    "queueAge", queue.age(),
                    "deadLetters", queue.statistics().deadLetters())));
    return details;
  }

  /** What the writers owe is late, whatever holds it up. */
  private List<String> lateness(Map<String, WriterQueues.Queue> queues) {
    List<String> problems = new ArrayList<>();
    queues.forEach(
        (cache, queue) -> {
          if (queue.lateness().compareTo(limits.maxQueueAge()) > 0) {
            problems.add(
                "writes of cache '%s' have been waiting for up to %s for its writer, longer than %s"
                    .formatted(cache, queue.age(), limits.maxQueueAge().plus(queue.delay())));
          }
        });
    return problems;
  }

  private List<String> problems(StoreHealth store) {
    List<String> problems = new ArrayList<>();
    if (store.isFailing()) {
      problems.add("the file cannot be written: " + store.lastFailure().orElse("no reason given"));
    }
    if (store.freeBytes() >= 0 && store.freeBytes() < limits.minFreeSpace().toBytes()) {
      problems.add(
          "the disk has %,d bytes left, less than %,d"
              .formatted(store.freeBytes(), limits.minFreeSpace().toBytes()));
    }
    if (store.flushLagMillis() > limits.maxQueueAge().toMillis()) {
      problems.add(
          "changes have been waiting for up to %s to be saved, longer than %s"
              .formatted(Duration.ofMillis(store.flushLagMillis()), limits.maxQueueAge()));
    }
    return problems;
  }

  private static void addDetails(Health.Builder health, StoreHealth store) {
    health.withDetail("diskFailures", store.diskFailures());
    store.lastFailure().ifPresent(why -> health.withDetail("lastWriteError", why));
    store.lastFailureTime().ifPresent(time -> health.withDetail("lastWriteErrorTime", time));
    health
        .withDetail("queueEntries", store.queueEntries())
        .withDetail("queueAge", Duration.ofMillis(store.flushLagMillis()))
        .withDetail("fileBytes", store.fileBytes() + store.walBytes());
    if (store.freeBytes() >= 0) {
      health.withDetail("freeBytes", store.freeBytes());
    }
  }
}
