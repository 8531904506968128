package io.github.thermae.internal.store;

import io.github.thermae.internal.codec.DecodeException;
import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.codec.KeyCodec;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the keys of a cold table a page at a time, so that memory does not grow with the
 * table. Keys that cannot be decoded are passed over. For one thread.
 */
final class ColdKeys implements Iterator<Object> {
  private static final int PAGE_KEYS = 500;

  private final ColdTable cold;
  private final KeyCodec keyCodec;
  private Iterator<EncodedKey> page = Collections.emptyIterator();
  private long position;
  private boolean ended;
  private @Nullable Object next;

  ColdKeys(ColdTable cold, KeyCodec keyCodec) {
    this.cold = cold;
    this.keyCodec = keyCodec;
  }

  @Override
  public boolean hasNext() {
    while (next == null && !ended) {
      if (page.hasNext()) {
        next = decoded(page.next());
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
    page = keys.keys().iterator();
    position = keys.position();
    ended = keys.keys().isEmpty();
  }

  private @Nullable Object decoded(EncodedKey key) {
    try {
      return keyCodec.decode(key);
    } catch (DecodeException e) {
      return null;
    }
  }
}
