package io.github.thermae.internal.store;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.codec.DecodeException;
import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.codec.Immutables;
import io.github.thermae.internal.codec.KeyCodec;
import io.github.thermae.internal.codec.UnencodableException;
import io.github.thermae.internal.codec.ValueCodecs;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one view to rows and back, and what may be handed out as it is. A value that a write
 * brings is encoded once, when that is needed first; its bytes then stay with the entry.
 * Thread-safe.
 */
final class EntryCodec {
  /** What a value is taken to need before one of its table has been encoded. */
  private static final int FIRST_GUESS_BYTES = 256;

  private final TableOptions options;
  private final KeyCodec keys;
  private final ValueCodecs values;
  private final StoreClock clock;
  private final LentObjects lent = new LentObjects();
  private final boolean isDurable;
  private final boolean encodesAtOnce;

  /** Classes of which a value has been encoded: what cannot be stored is refused by the put. */
  private final Set<Class<?>> storable = ConcurrentHashMap.newKeySet();

  /** A moving average; written without a lock, since it is a guess anyway. */
  private volatile int usualBytes = FIRST_GUESS_BYTES;

  /**
   * A codec.
   *
   * @param savesAtOnce whether a write needs its bytes before it returns
   */
  EntryCodec(
      TableOptions options,
      KeyCodec keys,
      ValueCodecs values,
      StoreClock clock,
      boolean isDurable,
      boolean savesAtOnce) {
    this.options = options;
    this.keys = keys;
    this.values = values;
    this.clock = clock;
    this.isDurable = isDurable;
    this.encodesAtOnce = !options.hotOnly() && (savesAtOnce || options.hotMaxBytes().isPresent());
  }

  // ------------------------------------------------------------------ keys

  /**
   * What stands for a key in what several class loaders share: the key itself if it is of a JDK
   * class that is the same under all of them, else its canonical bytes, as equal keys may have
   * different hash codes (an enum's differs in every run). Without a file nothing is shared.
   */
  Object sharedKey(Object key) {
    return isDurable && !isSameUnderAllLoaders(key) ? keys.encode(key) : key;
  }

  private static boolean isSameUnderAllLoaders(Object key) {
    return key instanceof String
        || key instanceof Long
        || key instanceof Integer
        || key instanceof UUID
        || key instanceof Short
        || key instanceof Byte;
  }

  EncodedKey encode(Object key) {
    return keys.encode(key);
  }

  EncodedKey encodedOf(Object sharedKey) {
    return sharedKey instanceof EncodedKey encoded ? encoded : keys.encode(sharedKey);
  }

  Object decode(EncodedKey key) {
    return keys.decode(key);
  }

  /** The key, or null if its class cannot be made under this view's loader. */
  @Nullable Object decodeIfPossible(EncodedKey key) {
    try {
      return keys.decode(key);
    } catch (DecodeException e) {
      return null;
    }
  }

  /** By value, a key in the hot tier must not be one that the user can still change. */
  Object ownedKey(Object key, @Nullable EncodedKey encoded) {
    if (isShareable(key)) {
      return key;
    }
    return keys.decode(encoded != null ? encoded : keys.encode(key));
  }

  // ------------------------------------------------------------------ values

  boolean isShareable(Object object) {
    return !options.byValue() || Immutables.isImmutable(object);
  }

  /** The entry's value: the object itself by reference or if it is immutable, else a fresh copy. */
  Object objectOf(HotEntry entry) {
    Object object = entry.object();
    if (object != null) {
      return object;
    }
    byte[] bytes = entry.bytes();
    if (bytes == null) {
      throw new IllegalStateException("an entry has an object or bytes");
    }
    return values.decode(entry.schema(), bytes);
  }

  /**
   * A new entry, not yet applied.
   *
   * @throws ThermaeException if the value's class cannot be stored in this cache
   */
  HotEntry newEntry(LockedKey locked, Object value, long version, long deadlineMillis) {
    Object object = isShareable(value) ? value : null;
    boolean encodes = encodesAtOnce || object == null || isFirstOfItsClass(value);
    return new HotEntry(
        object,
        encodes ? encodeNew(value, object != null) : null,
        values.schema(),
        isDurable && encodesAtOnce ? locked.encoded() : locked.encodedIfKnown(),
        version,
        0,
        deadlineMillis,
        HotEntry.UNSAVED);
  }

  /** Null for a value that has no bytes and can do without, since the object itself is kept. */
  private byte @Nullable [] encodeNew(Object value, boolean mayStayInMemory) {
    try {
      return encodeValue(value);
    } catch (UnencodableException e) {
      if (mayStayInMemory) {
        return null;
      }
      throw e;
    }
  }

  /** In a file; what stays in memory need not be storable. */
  private boolean isFirstOfItsClass(Object value) {
    return isDurable && !storable.contains(value.getClass());
  }

  private byte[] encodeValue(Object value) {
    byte[] bytes = values.current().encode(value);
    storable.add(value.getClass());
    int usual = usualBytes;
    usualBytes = usual + (bytes.length - usual) / 8;
    return bytes;
  }

  /** The entry as a row. Encodes what is not encoded yet. */
  Row rowOf(HotEntry entry, EncodedKey key) {
    byte[] bytes = entry.bytes();
    if (bytes == null) {
      bytes = encodeValue(objectOf(entry));
      entry.keep(bytes);
    }
    return new Row(
        key,
        bytes,
        entry.schema(),
        entry.version(),
        entry.deadlineMillis(),
        isDurable ? entry.updatedMillis(clock) : 0);
  }

  /**
   * The entry that a row becomes when it comes up.
   *
   * @throws DecodeException if it cannot be read under this view's loader
   */
  HotEntry promoted(Object key, Row row, long savedDeadlineMillis) {
    Object held = options.byValue() ? null : lent.recall(key, row.version());
    Object object = held != null ? held : decodeValue(row);
    return HotEntry.promoted(
        held != null || isShareable(object) ? object : null, row, savedDeadlineMillis);
  }

  /** The value of a row, whatever codec it was written with. */
  Object decodeValue(Row row) {
    return values.decode(row.schema(), row.value());
  }

  /** Remembers, by reference, the object of an entry that goes down. */
  void lend(Object key, HotEntry entry) {
    Object object = entry.object();
    if (!options.byValue() && object != null && !Immutables.isImmutable(object)) {
      lent.remember(key, entry.version(), object);
    }
  }

  void forgetLent() {
    lent.clear();
  }

  // ------------------------------------------------------------------ sizes

  /** What an entry, or a removal, takes in the flush queue. */
  long estimatedBytes(Object sharedKey, @Nullable HotEntry entry) {
    long key =
        sharedKey instanceof EncodedKey encoded
            ? encoded.bytes().length
            : sharedKey instanceof String text ? text.length() : Long.BYTES;
    return WarmTier.OVERHEAD_BYTES + key + (entry == null ? 0 : estimatedValueBytes(entry));
  }

  private int estimatedValueBytes(HotEntry entry) {
    byte[] bytes = entry.bytes();
    if (bytes != null) {
      return bytes.length;
    }
    Object object = entry.object();
    if (object instanceof String text) {
      return text.length();
    }
    return object instanceof byte[] array ? array.length : usualBytes;
  }
}
