package io.github.thermae.internal.crypto;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * A few objects that are costly to make and used by one thread at a time, such as ciphers: making
 * one costs six times what a row's encryption does. Holds at most {@value #PLACES}; who finds his
 * place empty makes another object. Not per thread, since there may be a million virtual ones.
 */
final class Pool<T> {
  private static final int PLACES = 32;

  private final AtomicReferenceArray<T> idle = new AtomicReferenceArray<>(PLACES);
  private final Supplier<T> maker;

  Pool(Supplier<T> maker) {
    this.maker = maker;
  }

  /** An object for this thread alone, until it gives it back. One that failed is not given back. */
  T take() {
    T free = idle.getAndSet(place(), null);
    return free != null ? free : maker.get();
  }

  void giveBack(T used) {
    idle.setRelease(place(), used);
  }

  private static int place() {
    long id = Thread.currentThread().getId() * 0x9E3779B97F4A7C15L;
    return (int) (id >>> (Long.SIZE - 5));
  }
}
