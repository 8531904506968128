package io.github.thermae.internal.codec;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How objects of one class become tokens and back. Thread-safe. */
abstract class DataForm {
  /** The number of a form that is not the JDK's. */
  static final int NO_NUMBER = -1;

  private final Class<?> type;
  private final int jdkNumber;

  DataForm(Class<?> type, int jdkNumber) {
    this.type = type;
    this.jdkNumber = jdkNumber;
  }

  Class<?> type() {
    return type;
  }

  /** One of {@link JdkTypes}, or {@link #NO_NUMBER}. */
  int jdkNumber() {
    return jdkNumber;
  }

  /** Whether a value may stand without its class where this form is declared. */
  boolean writesBare(Object value) {
    return value.getClass() == type;
  }

  /**
   * Writes a value without its class.
   *
   * @param parts what is declared of elements, or of keys and values; else {@link
   *     DataSlot#ANY_PARTS}
   */
  abstract void write(TokenOutput out, Object value, DataSlot[] parts) throws IOException;

  /** Reads what {@link #write} wrote. */
  abstract Object read(TokenInput in, DataSlot[] parts) throws IOException;

  /** Writes a value with its class. */
  void writeTagged(TokenOutput out, Object value, DataSlot[] parts) throws IOException {
    out.startTagged(this);
    write(out, value, parts);
    out.endTagged();
  }

  /** Reads what {@link #writeTagged} wrote after the class. */
  Object readTagged(TokenInput in, DataSlot[] parts) throws IOException {
    in.startTagged();
    Object value = read(in, parts);
    in.endTagged();
    return value;
  }

  /** The name that stands for a value as a key in text, or null if it has none. */
  @Nullable String nameOf(Object key) {
    return null;
  }

  /** The key of a name that {@link #nameOf} gave. */
  Object keyOf(String name) {
    throw TokenInput.misfit("no name as a key of " + type.getName(), name);
  }
}
