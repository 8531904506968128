package io.github.thermae.jsr107;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A thread that has been interrupted, as a cancelled request's has, breaks nothing. */
@ParameterizedClass
@EnumSource
class InterruptedTest extends AnyStore {
  @Test
  void operations_inAnInterruptedThread_workAndLeaveTheFlagSet() {
    RecordingListener<Integer, String> synchronous = new RecordingListener<>();
    RecordingListener<Integer, String> asynchronous = new RecordingListener<>();
    Cache<Integer, String> cache =
        create(texts().listener(synchronous.synchronous()).listener(asynchronous.asynchronous()));
    Thread.currentThread().interrupt();
    try {
      cache.put(1, "one");
      cache.putAll(Map.of(2, "two", 3, "three"));
      assertThat(cache.getAll(Set.of(1, 2, 3))).hasSize(3);
      assertThat(cache.getAndReplace(1, "x")).isEqualTo("one");
      assertThat(cache.<String>invoke(1, (entry, arguments) -> entry.getValue())).isEqualTo("x");
      assertThat(cache.remove(2)).isTrue();
      assertThat(cache.iterator().hasNext()).isTrue();
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
      cache.close();
      Cache<Integer, String> again = create(texts());
      assertThat(again.get(1)).isEqualTo(kind.isDurable() ? "x" : null);
      again.put(1, "y");
      assertThat(again.get(1)).isEqualTo("y");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(synchronous.events).hasSize(5);
  }
}
