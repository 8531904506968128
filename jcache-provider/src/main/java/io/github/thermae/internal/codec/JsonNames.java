package io.github.thermae.internal.codec;

/** The names by which JSON tells a value's class, next to the value or in the object itself. */
final class JsonNames {
  /** The class. */
  static final String TYPE = "@type";

  /** The value, where it is not an object's fields. */
  static final String VALUE = "@value";

  private JsonNames() {}
}
