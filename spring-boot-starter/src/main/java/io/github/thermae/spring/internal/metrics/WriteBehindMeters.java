package io.github.thermae.spring.internal.metrics;

import io.github.thermae.writebehind.WriteBehindStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The meters of the queue between a cache and its writer: {@code thermae.write.behind.*}. */
final class WriteBehindMeters {
  private static final String PREFIX = "thermae.write.behind.";

  private final MeterRegistry registry;
  private final Iterable<Tag> tags;
  private final Picture<WriteBehindStatistics> queue;

  WriteBehindMeters(
      MeterRegistry registry, Iterable<Tag> tags, Picture<WriteBehindStatistics> queue) {
    this.registry = registry;
    this.tags = tags;
    this.queue = queue;
  }

  void bind() {
    gauge(
        "queue.entries",
        "Operations that wait for the writer, or are under way",
        WriteBehindStatistics::queuedOperations);
    builder("queue.size", "What they take", WriteBehindStatistics::queuedBytes)
        .baseUnit(BaseUnits.BYTES)
        .register(registry);
    TimeGauge.builder(
            PREFIX + "queue.age",
            queue,
            TimeUnit.MILLISECONDS,
            number(WriteBehindStatistics::oldestAgeMillis))
        .tags(tags)
        .description("How long the oldest of them has been queued")
        .strongReference(true)
        .register(registry);
    gauge(
        "dead.letters",
        "Operations that were given up and are kept",
        WriteBehindStatistics::deadLetters);
    gauge(
        "unreadable",
        "Queued operations in the file that cannot be read, and so are not delivered",
        WriteBehindStatistics::unreadable);
    bindDeliveries();
  }

  private void bindDeliveries() {
    delivered("write", WriteBehindStatistics::written);
    delivered("delete", WriteBehindStatistics::deleted);
    count("batches", "Calls of the writer", WriteBehindStatistics::batches);
    count("failures", "Calls of the writer that threw", WriteBehindStatistics::failedBatches);
    count(
        "retries",
        "Operations that were given to the writer once more",
        WriteBehindStatistics::retries);
    count(
        "coalesced",
        "Operations that a later one on the same key has made superfluous",
        WriteBehindStatistics::coalesced);
    count(
        "refused",
        "Writes that were refused because the queue was full",
        WriteBehindStatistics::refused);
    count(
        "dropped",
        "Operations that were dropped for later ones, or discarded",
        WriteBehindStatistics::dropped);
  }

  private void delivered(String operation, ToLongFunction<WriteBehindStatistics> number) {
    FunctionCounter.builder(PREFIX + "delivered", queue, number(number))
        .tags(tags)
        .tag("operation", operation)
        .description("Operations that the writer has taken")
        .register(registry);
  }

  private void count(
      String name, String description, ToLongFunction<WriteBehindStatistics> number) {
    FunctionCounter.builder(PREFIX + name, queue, number(number))
        .tags(tags)
        .description(description)
        .register(registry);
  }

  private void gauge(
      String name, String description, ToLongFunction<WriteBehindStatistics> number) {
    Gauge unused = builder(name, description, number).register(registry);
  }

  private Gauge.Builder<Picture<WriteBehindStatistics>> builder(
      String name, String description, ToLongFunction<WriteBehindStatistics> number) {
    return Gauge.builder(PREFIX + name, queue, number(number))
        .tags(tags)
        .description(description)
        .strongReference(true);
  }

  private static ToDoubleFunction<Picture<WriteBehindStatistics>> number(
      ToLongFunction<WriteBehindStatistics> number) {
    return queue -> number.applyAsLong(queue.get());
  }
}
