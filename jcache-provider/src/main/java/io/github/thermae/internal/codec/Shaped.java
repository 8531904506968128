package io.github.thermae.internal.codec;

/** What a codec knows of a class, of which the shape goes into the dictionary. */
interface Shaped {
  /** See {@link ClassShape}. */
  String shape();
}
