package io.github.thermae.internal.codec;

import org.jspecify.annotations.Nullable;

/**
 * The small numbers that stand for classes in encoded bytes, one numbering per store. Numbers start
 * at {@link #FIRST_ID}, never change their meaning and are never given twice. Thread-safe.
 */
public interface ClassDictionary {
  /** The first number given to a class; those below are fixed for types of the JDK. */
  int FIRST_ID = 256;

  /**
   * The number of a shape; a new one is saved before this returns, so no row precedes its class.
   */
  int idOf(ClassShape shape);

  /** What a number stands for, or null when the store has never given it. */
  @Nullable ClassShape byId(int id);
}
