package io.github.thermae.hibernate.kit;

import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;

/**
 * What nobody holds any more. A cache by reference gives back the object that it had as long as
 * somebody might know it: only when it was collected does it come from its bytes.
 */
public final class Garbage {
  private Garbage() {}

  /** Waits until all of it was collected that there is now. */
  public static void collect() {
    WeakReference<Object> canary = new WeakReference<>(new Object());
    await()
        .until(
            () -> {
              System.gc();
              return canary.refersTo(null);
            });
  }
}
