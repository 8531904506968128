package io.github.thermae.spring.internal.cache;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes that nobody waits for. Tells the log once that they fail, until one succeeds again. */
final class UnattendedWrites {
  private static final Logger LOG = LoggerFactory.getLogger(UnattendedWrites.class);

  private final String cacheName;
  private final AtomicBoolean areFailing = new AtomicBoolean();

  UnattendedWrites(String cacheName) {
    this.cacheName = cacheName;
  }

  void begin(CompletionStage<?> write) {
    CompletionStage<?> unused = write.whenComplete((done, failure) -> ended(failure));
  }

  private void ended(@Nullable Throwable failure) {
    if (failure == null) {
      areFailing.set(false);
    } else if (!areFailing.getAndSet(true)) {
      LOG.warn(
          "A write to cache '{}' failed, by a thread that does not wait for it. Further ones are"
              + " not told until one succeeds",
          cacheName,
          failure);
    }
  }
}
