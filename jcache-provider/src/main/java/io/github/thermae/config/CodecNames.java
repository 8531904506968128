package io.github.thermae.config;

import io.github.thermae.ThermaeException;
import io.github.thermae.codec.BuiltInCodec;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The names that the setting of a codec takes. */
final class CodecNames {
  /** At least one dot, so that a mistyped name is not taken for a class. */
  private static final Pattern CLASS_NAME =
      Pattern.compile(
          "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
              + "(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)+");

  private CodecNames() {}

  /**
   * The one spelling of a name.
   *
   * @throws ThermaeException if it is neither that of a built-in codec nor of a class in a package
   */
  static String checked(String text) {
    String name = text.trim();
    return BuiltInCodec.of(name)
        .map(BuiltInCodec::settingName)
        .orElseGet(() -> checkedClassName(name));
  }

  private static String checkedClassName(String name) {
    if (CLASS_NAME.matcher(name).matches()) {
      return name;
    }
    List<String> known =
        Arrays.stream(BuiltInCodec.values()).map(BuiltInCodec::settingName).toList();
    String hint =
        NearestName.of(name, known).map(nearest -> " (did you mean " + nearest + "?)").orElse("");
    throw Checks.error(
        "expected one of %s, or the name of a class that implements %s, but found '%s'%s",
        String.join(", ", known), "io.github.thermae.codec.Codec", name, hint);
  }
}
