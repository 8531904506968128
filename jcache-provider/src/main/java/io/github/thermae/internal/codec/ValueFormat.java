package io.github.thermae.internal.codec;

/**
 * The format of a row's value, as one number that stands in its column {@code schema}. This is the
 * file format: a number never changes its meaning.
 *
 * <table>
 * <caption>The number, in bits</caption>
 * <tr><td>0-7</td><td>the codec: see the constants</td></tr>
 * <tr><td>8-28</td><td>a class, by its number in the dictionary: for {@link #JSON} the declared type
 *   of the value, for {@link #OWN} the codec; else 0</td></tr>
 * <tr><td>29</td><td>{@link #SEALED}</td></tr>
 * <tr><td>30</td><td>{@link #COMPRESSED}</td></tr>
 * </table>
 */
public final class ValueFormat {
  /** Set where what the codec made is encrypted, together with the key. */
  public static final int SEALED = 1 << 29;

  /** Set where what the codec made is compressed. */
  public static final int COMPRESSED = 1 << 30;

  static final int KRYO = 1;
  static final int BYTES = 2;
  static final int JAVA = 3;
  static final int JSON = 4;
  static final int MESSAGE_PACK = 5;

  /** A codec of the user's. */
  static final int OWN = 6;

  /** No codec's: an operation that waits for a cache's writer, in a table of such. */
  public static final int OWED = 7;

  /** No codec's: an operation that the writer would not take, in a table of such. */
  public static final int DEAD = 8;

  private static final int CODEC_BITS = 8;
  private static final int CODEC_MASK = (1 << CODEC_BITS) - 1;
  private static final int CLASS_MAX = (SEALED >>> CODEC_BITS) - 1;

  private ValueFormat() {}

  static int of(int codec, int classNumber) {
    if (classNumber > CLASS_MAX) {
      throw new IllegalStateException("The store has no number left for a format");
    }
    return classNumber << CODEC_BITS | codec;
  }

  static int codec(int schema) {
    return schema & CODEC_MASK;
  }

  static int classNumber(int schema) {
    return schema >> CODEC_BITS;
  }

  /** Whether values of this format are UTF-8 text, which people and tools can read as such. */
  public static boolean isText(int schema) {
    return codec(schema) == JSON && (schema & (SEALED | COMPRESSED)) == 0;
  }
}
