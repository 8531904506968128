package io.github.thermae.internal.writebehind;

import io.github.thermae.internal.store.Buried;
import io.github.thermae.internal.store.Outbox;
import io.github.thermae.internal.store.Owed;
import io.github.thermae.writebehind.DeadLetter;
import io.github.thermae.writebehind.DeadLetterListener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operations that were given up, as users see them, and who is told of them. Bounded to {@value
 * #LETTERS_MAX}: what would come on top is tried again and again instead (I8).
 */
final class DeadLetters<K, V> {
  /** More than anybody will look at; all of their keys are in memory. */
  static final int LETTERS_MAX = 100_000;

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  private final String cacheName;
  private final Outbox outbox;
  private final List<DeadLetterListener<? super K, ? super V>> listeners =
      new CopyOnWriteArrayList<>();

  DeadLetters(String cacheName, Outbox outbox) {
    this.cacheName = cacheName;
    this.outbox = outbox;
  }

  int count() {
    return outbox.buried().size();
  }

  boolean isFull() {
    return count() >= LETTERS_MAX;
  }

  List<DeadLetter<K, V>> all() {
    List<DeadLetter<K, V>> all = new ArrayList<>();
    outbox.buried().forEach(letter -> all.add(shown(letter)));
    return all;
  }

  @SuppressWarnings("unchecked") // the outbox gives back what this cache put in
  private DeadLetter<K, V> shown(Buried letter) {
    Outbox.Taken taken = outbox.take(letter);
    Owed owed = letter.owed();
    return new DeadLetter<>(
        owed.id(),
        (K) owed.key(),
        owed.isDeletion(),
        (V) taken.value(),
        letter.attempts(),
        letter.failure(),
        Instant.ofEpochMilli(letter.failedMillis()),
        letter.isSuperseded(),
        taken.problem());
  }

  Collection<Buried> raw() {
    return List.copyOf(outbox.buried());
  }

  /** Those on the keys of operations that have just been delivered, and are older. */
  List<Buried> overtakenBy(List<Slot> delivered) {
    if (outbox.buried().isEmpty()) {
      return List.of();
    }
    Map<Object, Long> versions = new HashMap<>();
    delivered.forEach(slot -> versions.put(slot.owed.sharedKey(), slot.owed.version()));
    List<Buried> overtaken = new ArrayList<>();
    for (Buried letter : outbox.buried()) {
      Long newer = versions.get(letter.owed().sharedKey());
      if (newer != null && letter.owed().version() < newer && !letter.isSuperseded()) {
        overtaken.add(letter);
      }
    }
    return overtaken;
  }

  void add(DeadLetterListener<? super K, ? super V> listener) {
    listeners.add(listener);
  }

  void remove(DeadLetterListener<? super K, ? super V> listener) {
    listeners.remove(listener);
  }

  /** Tells of one. */
  void buried(Buried letter) {
    LOG.warn(
        "Cache '{}': the {} was refused by the writer {} times and is a dead letter now: {}",
        cacheName,
        letter.owed().isDeletion() ? "deletion of a key" : "write of a value",
        letter.attempts(),
        letter.failure());
    if (listeners.isEmpty()) {
      return;
    }
    DeadLetter<K, V> shown = shown(letter);
    for (DeadLetterListener<? super K, ? super V> listener : listeners) {
      try {
        listener.onDeadLetter(shown);
      } catch (Throwable e) {
        LOG.warn("Cache '{}': a listener of dead letters failed", cacheName, e);
      }
    }
  }
}
