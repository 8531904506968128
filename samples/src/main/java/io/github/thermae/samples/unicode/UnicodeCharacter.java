package io.github.thermae.samples.unicode;

import java.util.stream.IntStream;

/** What the JDK knows of a Unicode character. */
public record UnicodeCharacter(
    int codePoint, String name, String block, String script, int category) {

  /** All characters that have been given a name, by code point. */
  static IntStream named() {
    return IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(UnicodeCharacter::isNamed);
  }

  private static boolean isNamed(int codePoint) {
    int category = Character.getType(codePoint);
    return category != Character.UNASSIGNED
        && category != Character.SURROGATE
        && category != Character.PRIVATE_USE;
  }

  /** Computes the record; this is what the cache saves us from doing again. */
  static UnicodeCharacter of(int codePoint) {
    return new UnicodeCharacter(
        codePoint,
        String.valueOf(Character.getName(codePoint)),
        String.valueOf(Character.UnicodeBlock.of(codePoint)),
        Character.UnicodeScript.of(codePoint).name(),
        Character.getType(codePoint));
  }
}
