package io.github.thermae.spring.internal.metrics;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One taking of numbers that belong together, for all the meters that are read one after the other.
 * Taking it may cost a count of rows, so it is good for a second, or for so long that taking it
 * costs a twentieth of the time at the most. Of what has been closed the last picture stays.
 * Thread-safe.
 */
public final class Picture<T> {
  private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int COST_FACTOR = 20;

  private final Supplier<T> taking;

  @GuardedBy("this")
  private @Nullable T taken;

  @GuardedBy("this")
  private long goodUntilNanos;

  /** Not taken yet. */
  public Picture(Supplier<T> taking) {
    this.taking = taking;
  }

  /** A picture that is good still, or a new one. */
  public synchronized T get() {
    long now = System.nanoTime();
    T current = taken;
    if (current == null || now - goodUntilNanos > 0) {
      current = newer(current);
      long end = System.nanoTime();
      taken = current;
      goodUntilNanos = end + Math.max(LEAST_NANOS, (end - now) * COST_FACTOR);
    }
    return current;
  }

  private T newer(@Nullable T last) {
    try {
      return taking.get();
    } catch (IllegalStateException e) {
      if (last == null) {
        throw e;
      }
      return last;
    }
  }
}
