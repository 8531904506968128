package io.github.thermae.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A value that whoever has it can change. Its content follows from its number. */
final class Note {
  private long number;
  private byte[] filling;

  Note(long number, int size) {
    this.number = number;
    this.filling = new byte[size];
    Arrays.fill(filling, (byte) number);
  }

  Note copy() {
    return new Note(number, filling.length);
  }

  /** What a user may do to an object that is his. */
  void scribble() {
    number = -1;
    filling = new byte[0];
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Note that
        && number == that.number
        && Arrays.equals(filling, that.filling);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(number);
  }

  @Override
  public String toString() {
    return "note " + number + "/" + filling.length;
  }
}
