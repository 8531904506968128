package io.github.thermae.spring.internal.metrics;

import io.github.thermae.StoreHealth;
import io.github.thermae.ThermaeManager;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** The meters of a store, all its caches together, tagged with the name of its file. */
public final class StoreMeters implements MeterBinder {
  private final Picture<StoreHealth> health;
  private final Tags tags;

  /** Of the store of a manager. */
  public StoreMeters(ThermaeManager manager) {
    this.health = new Picture<>(manager::storeHealth);
    this.tags =
        Tags.of(
            "store",
            manager.storePath().map(Path::getFileName).map(Path::toString).orElse("memory"));
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "queue.entries", "Changes that wait to be saved", StoreHealth::queueEntries);
    bytes(registry, "queue.size", "What the changes take that wait", StoreHealth::queueBytes);
    bytes(registry, "file.size", "The size of the file", StoreHealth::fileBytes);
    bytes(registry, "wal.size", "The size of the log beside the file", StoreHealth::walBytes);
    bytes(registry, "disk.free", "What the disk of the file has left", StoreHealth::freeBytes);
    gauge(
        registry,
        "failing",
        "1 if the last attempt to write the file failed",
        store -> store.isFailing() ? 1 : 0);
    TimeGauge.builder(
            name("flush.lag"), health, TimeUnit.MILLISECONDS, h -> h.get().flushLagMillis())
        .tags(tags)
        .description("For how long a change has been waiting at the most")
        .strongReference(true)
        .register(registry);
    FunctionCounter.builder(name("disk.failures"), health, h -> h.get().diskFailures())
        .tags(tags)
        .description("Failed attempts to read or write the file")
        .register(registry);
  }

  private void bytes(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<StoreHealth> number) {
    builder(name, description, number).baseUnit(BaseUnits.BYTES).register(registry);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<StoreHealth> number) {
    Gauge unused = builder(name, description, number).register(registry);
  }

  private Gauge.Builder<Picture<StoreHealth>> builder(
      String name, String description, ToDoubleFunction<StoreHealth> number) {
    return Gauge.builder(name(name), health, h -> number.applyAsDouble(h.get()))
        .tags(tags)
        .description(description)
        .strongReference(true);
  }

  private static String name(String name) {
    return "thermae.store." + name;
  }
}
