package io.github.thermae.internal.store;

import io.github.thermae.internal.codec.EncodedKey;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the keys of a table with a file: those that wait in the flush queue, then those of the
 * rows, a page at a time, so that memory does not grow with the table. Keys that cannot be decoded
 * are passed over. For one thread.
 */
final class ColdKeys implements Iterator<Object> {
  private static final int PAGE_KEYS = 500;

  private final ColdTable cold;
  private final EntryCodec codec;

  /** Met already: they may have become rows meanwhile. Bounded as the queue is. */
  private final Set<EncodedKey> queued;

  private Iterator<EncodedKey> page;
  private long position;
  private boolean ended;
  private @Nullable Object next;

  ColdKeys(ColdTable cold, EntryCodec codec, FlushQueue queue) {
    this.cold = cold;
    this.codec = codec;
    this.queued = queue.isEmpty() ? Set.of() : keysOf(queue);
    this.page = List.copyOf(queued).iterator();
  }

  private static Set<EncodedKey> keysOf(FlushQueue queue) {
    Set<EncodedKey> keys = new HashSet<>();
    for (Unsaved unsaved : queue.all()) {
      if (unsaved.kind() == Unsaved.Kind.ENTRY) {
        keys.add(unsaved.encodedKey());
      }
    }
    return keys;
  }

  @Override
  public boolean hasNext() {
    while (next == null && !ended) {
      if (page.hasNext()) {
        next = codec.decodeIfPossible(page.next());
      } else {
        turnPage();
      }
    }
    return next != null;
  }

  @Override
  public Object next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    Object key = next;
    next = null;
    return key;
  }

  private void turnPage() {
    ColdTable.KeyPage keys = cold.keysAfter(position, PAGE_KEYS);
    position = keys.position();
    ended = keys.keys().isEmpty();
    page =
        queued.isEmpty()
            ? keys.keys().iterator()
            : keys.keys().stream().filter(key -> !queued.contains(key)).iterator();
  }
}
