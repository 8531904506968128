package io.github.thermae.internal.codec;

/**
 * How one JDK type that holds no other objects is written. Equal values give equal bytes.
 *
 * @param number stands for the type in the bytes
 * @param type the class of the values
 * @param mutability whether one object may stand for all its equals
 * @param equality whether values of the type can be keys
 */
record JdkValue<T>(
    int number,
    Class<T> type,
    Mutability mutability,
    Equality equality,
    Writer<T> writer,
    Reader<T> reader) {

  /** Whether identity matters. */
  enum Mutability {
    /** Can be shared; written again at each place. */
    IMMUTABLE,
    /** One object stays one object in the decoded graph. */
    MUTABLE
  }

  /** What equals means. */
  enum Equality {
    /** Content, so the type can be a key. */
    CONTENT,
    /** Identity, or something that changes. */
    OTHER
  }

  /** Writes the content, not the number. */
  @FunctionalInterface
  interface Writer<T> {
    void write(WireOutput out, T value);
  }

  /** Reads what the writer wrote. */
  @FunctionalInterface
  interface Reader<T> {
    T read(WireInput in);
  }

  void write(WireOutput out, Object value) {
    writer.write(out, type.cast(value));
  }

  T read(WireInput in) {
    return reader.read(in);
  }

  /** Reads a value that takes up all of the bytes. */
  T readWhole(byte[] bytes) {
    WireInput in = new WireInput();
    in.open(bytes);
    T value = reader.read(in);
    in.requireEnd();
    return value;
  }

  boolean isImmutable() {
    return mutability == Mutability.IMMUTABLE;
  }

  boolean canBeKey() {
    return equality == Equality.CONTENT;
  }
}
