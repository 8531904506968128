package io.github.thermae.internal.jcache;

import io.github.thermae.ThermaeException;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** The border at which errors of the store become those of JSR-107. */
public final class StoreErrors {
  private StoreErrors() {}

  /**
   * The action's result, or its {@link ThermaeException} as the cause of a {@link CacheException}.
   */
  public static <R extends @Nullable Object> R translated(Supplier<R> action) {
    try {
      return action.get();
    } catch (ThermaeException e) {
      throw new CacheException(e.getMessage(), e);
    }
  }

  /** The same for an action without a result. */
  public static void translated(Runnable action) {
    translated(
        () -> {
          action.run();
          return true;
        });
  }
}
