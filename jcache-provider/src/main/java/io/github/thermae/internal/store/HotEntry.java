package io.github.thermae.internal.store;

import io.github.thermae.internal.codec.EncodedKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the hot tier. A write makes a new entry; of an entry only the deadline moves, and
 * what is known of its encoded form and of the cold tier is added.
 *
 * <p>At least one of object and bytes is there. The object is present when it may be handed out as
 * it is: by reference, or by value and immutable. The bytes are present when a write or a read of a
 * lower tier made them, and are kept so that demotion need not encode again.
 *
 * <p>Readers move the deadline without a lock. {@link #touch} and {@link #retire} agree on who came
 * first: each writes its own field and then reads the other's, so that either the mover sees the
 * new deadline or the reader learns that the entry has left and asks again.
 */
public final class HotEntry {
  /** Stands for "the cold tier has no row of this version", and is no deadline. */
  static final long UNSAVED = Long.MIN_VALUE;

  private static final VarHandle BYTES = field("bytes", byte[].class);
  private static final VarHandle UPDATED = field("updatedMillis", long.class);
  private static final VarHandle SAVED_DEADLINE = field("savedDeadlineMillis", long.class);
  private static final VarHandle DEADLINE = field("deadlineMillis", long.class);

  private final @Nullable Object object;

  /** Set once, by whoever needs them first. */
  private volatile byte @Nullable [] bytes;

  private final int schema;
  private final @Nullable EncodedKey encodedKey;
  private final long version;

  /** 0 until a row is made of this entry. */
  private volatile long updatedMillis;

  /** The deadline that the cold tier has with this version, or {@link #UNSAVED}. */
  private volatile long savedDeadlineMillis;

  private volatile long deadlineMillis;
  private volatile boolean retired;

  HotEntry(
      @Nullable Object object,
      byte @Nullable [] bytes,
      int schema,
      @Nullable EncodedKey encodedKey,
      long version,
      long updatedMillis,
      long deadlineMillis,
      long savedDeadlineMillis) {
    this.object = object;
    this.schema = schema;
    this.encodedKey = encodedKey;
    this.version = version;
    // Nobody else sees them yet, and a volatile write each would be felt in every put.
    BYTES.set(this, bytes);
    UPDATED.set(this, updatedMillis);
    DEADLINE.set(this, deadlineMillis);
    SAVED_DEADLINE.set(this, savedDeadlineMillis);
  }

  private static VarHandle field(String name, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(HotEntry.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The entry that an encoded row becomes when it comes up. */
  static HotEntry promoted(@Nullable Object object, Row row, long savedDeadlineMillis) {
    return new HotEntry(
        object,
        row.value(),
        row.schema(),
        row.key(),
        row.version(),
        row.updatedMillis(),
        row.deadlineMillis(),
        savedDeadlineMillis);
  }

  /** This entry once more, not retired: it has come up again before it was saved. */
  HotEntry revived() {
    return new HotEntry(
        object,
        bytes,
        schema,
        encodedKey,
        version,
        updatedMillis,
        deadlineMillis,
        savedDeadlineMillis);
  }

  /** The object that may be handed out as it is, or null where each reader needs a copy. */
  public @Nullable Object object() {
    return object;
  }

  byte @Nullable [] bytes() {
    return bytes;
  }

  /** Keeps what was encoded, so that it need not be encoded again. */
  void keep(byte[] encoded) {
    bytes = encoded;
  }

  int schema() {
    return schema;
  }

  @Nullable EncodedKey encodedKey() {
    return encodedKey;
  }

  long version() {
    return version;
  }

  /**
   * When the value was written, as rows say it: when the first row was made of this entry, which in
   * a lazy store is up to a flush interval later. So a put need not ask the clock.
   */
  long updatedMillis(StoreClock clock) {
    if (updatedMillis == 0) {
      // Maybe by two threads at once: the first one's time holds, as all rows of an entry are
      // equal.
      boolean unused = UPDATED.compareAndSet(this, 0, clock.millis());
    }
    return updatedMillis;
  }

  /** When this entry expires, in epoch milliseconds, or {@link Row#NEVER}. */
  public long deadlineMillis() {
    return deadlineMillis;
  }

  /** Whether the entry stays until it is removed; needs no clock. */
  public boolean isEternal() {
    return deadlineMillis == Row.NEVER;
  }

  /** Whether the entry's time is up. */
  public boolean isExpiredAt(long nowMillis) {
    return deadlineMillis <= nowMillis;
  }

  /**
   * Moves the deadline.
   *
   * @return false if the entry has left the hot tier and the new deadline may not have gone with it
   */
  public boolean touch(long newDeadlineMillis) {
    deadlineMillis = newDeadlineMillis;
    return !retired;
  }

  /** Called by the mover, which reads the deadline afterwards. */
  void retire() {
    retired = true;
  }

  boolean isRetired() {
    return retired;
  }

  /** Called when the cold tier holds this version with this deadline. */
  void saved(long deadline) {
    savedDeadlineMillis = deadline;
  }

  /** Whether the cold tier has no row of this version yet. */
  boolean isUnsaved() {
    return savedDeadlineMillis == UNSAVED;
  }

  /** Whether the cold tier has this version, but a deadline behind the one in memory. */
  boolean isDeadlineUnsaved() {
    long saved = savedDeadlineMillis;
    return saved != UNSAVED && saved != deadlineMillis;
  }

  long savedDeadlineMillis() {
    return savedDeadlineMillis;
  }
}
