package io.github.thermae.jsr107;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A value that its owner can change, so that a cache by value must have a copy. */
final class MutableText implements Serializable {
  private static final long serialVersionUID = 1L;

  String text;

  MutableText(String text) {
    this.text = text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MutableText that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
