package io.github.thermae.internal.store;

import io.github.thermae.internal.codec.EncodedKey;
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
  private final EntryCodec codec;
  private final long nowMillis;
  private ColdTable.ExpiredPage page;

  ExpiredKeys(ColdTable cold, EntryCodec codec, long nowMillis) {
    this.cold = cold;
    this.codec = codec;
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

  /** Not readable under this class loader: the row stays. */
  private void decode(EncodedKey key, List<Object> into) {
    Object decoded = codec.decodeIfPossible(key);
    if (decoded != null) {
      into.add(decoded);
    }
  }
}
