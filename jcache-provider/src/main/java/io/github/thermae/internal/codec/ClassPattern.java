package io.github.thermae.internal.codec;

import io.github.thermae.ThermaeException;
import java.util.regex.Pattern;

/**
 * One entry of the setting {@code thermae.store.allowed-classes}. Decides by name.
 *
 * <table>
 * <caption>Forms</caption>
 * <tr><td>{@code com.acme.**}</td><td>the package and all below it</td></tr>
 * <tr><td>{@code com.acme.*}</td><td>the package alone</td></tr>
 * <tr><td>{@code com.acme.Foo}</td><td>the class and those nested in it</td></tr>
 * </table>
 */
record ClassPattern(String stem, Reach reach) {
  private static final String IDENTIFIER =
      "[\\p{javaJavaIdentifierStart}][\\p{javaJavaIdentifierPart}]*";
  private static final Pattern FORM =
      Pattern.compile(IDENTIFIER + "(\\." + IDENTIFIER + ")*(\\.\\*\\*?)?");

  /** Reaches what the pattern allows. */
  enum Reach {
    /** Names that start with the stem. */
    BELOW,
    /** Names that start with the stem and have no further dot. */
    PACKAGE,
    /** The stem, and names that go on with a dollar sign. */
    CLASS
  }

  /**
   * A pattern from its text.
   *
   * @throws ThermaeException if the text has none of the three forms
   */
  static ClassPattern of(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new ThermaeException(
          ("\"%s\" in the setting %s is not a class pattern: expected a package and all below it"
                  + " (\"com.acme.**\"), a package alone (\"com.acme.*\") or a class"
                  + " (\"com.acme.Foo\")")
              .formatted(text, ClassGate.SETTING));
    }
    if (text.endsWith(".**")) {
      return new ClassPattern(text.substring(0, text.length() - 2), Reach.BELOW);
    }
    if (text.endsWith(".*")) {
      return new ClassPattern(text.substring(0, text.length() - 1), Reach.PACKAGE);
    }
    return new ClassPattern(text, Reach.CLASS);
  }

  boolean matches(String className) {
    if (!className.startsWith(stem)) {
      return false;
    }
    return switch (reach) {
      case BELOW -> true;
      case PACKAGE -> className.indexOf('.', stem.length()) < 0;
      case CLASS -> className.length() == stem.length() || className.charAt(stem.length()) == '$';
    };
  }
}
