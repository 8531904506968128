package io.github.thermae.internal.store;

import io.github.thermae.internal.codec.DecodeException;
import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.codec.KeyCodec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Walks over the keys of a cold table's expired rows, a page at a time, once over each. Keys that
 * cannot be decoded are passed over. For one thread.
 */
final class ExpiredKeys implements Iterator<List<Object>> {
  private static final int PAGE_KEYS = 500;

  private final ColdTable cold;
  private final KeyCodec keyCodec;
  private final long nowMillis;
  private ColdTable.ExpiredPage page;

  ExpiredKeys(ColdTable cold, KeyCodec keyCodec, long nowMillis) {
    this.cold = cold;
    this.keyCodec = keyCodec;
    this.nowMillis = nowMillis;
    this.page = cold.expiredAfter(ColdTable.ExpiredPage.START, nowMillis, PAGE_KEYS);
  }

  @Override
  public boolean hasNext() {
    return !page.keys().isEmpty();
  }

  @Override
  public List<Object> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    List<Object> keys = new ArrayList<>(page.keys().size());
    page.keys().forEach(key -> decode(key, keys));
    page = cold.expiredAfter(page, nowMillis, PAGE_KEYS);
    return keys;
  }

  private void decode(EncodedKey key, List<Object> into) {
    try {
      into.add(keyCodec.decode(key));
    } catch (DecodeException e) {
      // Not readable under this class loader; the row stays.
    }
  }
}
