package io.github.thermae.internal.jcache;

import io.github.thermae.internal.store.Buried;
import io.github.thermae.internal.store.LockedKey;
import io.github.thermae.internal.store.TieredTable;
import io.github.thermae.internal.writebehind.WriteBehindQueue;
import io.github.thermae.writebehind.DeadLetter;
import io.github.thermae.writebehind.DeadLetterListener;
import io.github.thermae.writebehind.WriteBehind;
import io.github.thermae.writebehind.WriteBehindStatistics;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The queue of a cache as users see it. */
final class WriteBehindView<K, V> implements WriteBehind<K, V> {
  private final Runnable requireOpen;
  private final TieredTable table;
  private final WriteBehindQueue<K, V> queue;

  WriteBehindView(Runnable requireOpen, TieredTable table, WriteBehindQueue<K, V> queue) {
    this.requireOpen = requireOpen;
    this.table = table;
    this.queue = queue;
  }

  @Override
  public boolean flush(Duration timeout) {
    Arguments.notNull(timeout, "timeout");
    return open(() -> queue.flush(timeout));
  }

  @Override
  public WriteBehindStatistics statistics() {
    return open(queue::statistics);
  }

  @Override
  public void pause() {
    open(() -> queue.suspend(true));
  }

  @Override
  public void resume() {
    open(() -> queue.suspend(false));
  }

  // ------------------------------------------------------------------ dead letters

  @Override
  public List<DeadLetter<K, V>> deadLetters() {
    return open(queue::deadLetters);
  }

  @Override
  public boolean requeue(long id) {
    return open(() -> requeueNow(queue.deadLetter(id)));
  }

  /** Under the key's lock, so that no later operation can come between. */
  private boolean requeueNow(@Nullable Buried letter) {
    if (letter == null) {
      return false;
    }
    try (LockedKey key = table.lock(letter.owed().key())) {
      requireOpen.run();
      return queue.requeue(letter.owed().id(), key.sharedKey());
    }
  }

  @Override
  public int requeueAll() {
    return open(
        () -> {
          int queued = 0;
          for (Buried letter : queue.rawDeadLetters()) {
            queued += requeueNow(letter) ? 1 : 0;
          }
          return queued;
        });
  }

  @Override
  public boolean dropDeadLetter(long id) {
    return open(() -> queue.dropDeadLetter(id));
  }

  @Override
  public void addDeadLetterListener(DeadLetterListener<? super K, ? super V> listener) {
    Arguments.notNull(listener, "listener");
    open(() -> queue.addListener(listener));
  }

  @Override
  public void removeDeadLetterListener(DeadLetterListener<? super K, ? super V> listener) {
    Arguments.notNull(listener, "listener");
    open(() -> queue.removeListener(listener));
  }

  @Override
  public long discard() {
    return open(queue::discard);
  }

  // ------------------------------------------------------------------ around

  private <R> R open(Supplier<R> action) {
    requireOpen.run();
    return StoreErrors.translated(action);
  }

  private void open(Runnable action) {
    requireOpen.run();
    StoreErrors.translated(action);
  }
}
