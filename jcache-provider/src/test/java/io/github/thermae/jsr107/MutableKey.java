package io.github.thermae.jsr107;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A key that its owner can change, so that a cache by value must have a copy. */
final class MutableKey implements Serializable {
  private static final long serialVersionUID = 1L;

  String name;

  MutableKey(String name) {
    this.name = name;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MutableKey that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
