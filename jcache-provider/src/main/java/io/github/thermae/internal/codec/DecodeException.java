package io.github.thermae.internal.codec;

import io.github.thermae.ThermaeException;
import org.jspecify.annotations.Nullable;

/** Bytes that do not become an object. The reader treats their entry as absent. */
public final class DecodeException extends ThermaeException {
  private static final long serialVersionUID = 1L;

  /** Why, and so what becomes of the row. */
  public enum Reason {
    /** The bytes are not what an encoder wrote. */
    DAMAGED,
    /** The class is gone, or has other fields than when the bytes were written. */
    CHANGED,
    /** The class is not one that may be decoded here; a setting can change that. */
    REFUSED
  }

  private final Reason reason;

  public DecodeException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public DecodeException(Reason reason, String message) {
    this(reason, message, null);
  }

  public Reason reason() {
    return reason;
  }
}
