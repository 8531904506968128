package io.github.thermae.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Names of caches with wildcards: {@code eco.*} is the template of all caches whose name begins
 * with {@code eco.}. A star stands for any text, an empty one and one with dots included.
 */
final class NamePattern {
  private static final String STAR = "*";

  private NamePattern() {}

  static boolean isTemplate(String name) {
    return name.contains(STAR);
  }

  /**
   * The template that fits a name and says most of it, which is the one with the most characters
   * beside stars.
   *
   * @param where tells where a template stands, for the message
   * @throws io.github.thermae.ThermaeException if two templates say as much of it
   */
  static Optional<String> mostSpecific(
      String name, Collection<String> names, UnaryOperator<String> where) {
    List<String> best = new ArrayList<>();
    for (String candidate : new TreeSet<>(names)) {
      if (isTemplate(candidate) && matches(candidate, name)) {
        int more = best.isEmpty() ? 1 : letters(candidate) - letters(best.get(0));
        if (more > 0) {
          best.clear();
        }
        if (more >= 0) {
          best.add(candidate);
        }
      }
    }
    if (best.size() > 1) {
      throw Checks.error(
          "cache '%s': the templates \"%s\" (%s) and \"%s\" (%s) fit it equally well: give the"
              + " cache an entry of its own, or make one of the templates more specific",
          name, best.get(0), where.apply(best.get(0)), best.get(1), where.apply(best.get(1)));
    }
    return best.stream().findFirst();
  }

  private static boolean matches(String template, String name) {
    StringBuilder regex = new StringBuilder();
    for (String part : template.split(Pattern.quote(STAR), -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
  }

  private static int letters(String template) {
    return template.replace(STAR, "").length();
  }
}
