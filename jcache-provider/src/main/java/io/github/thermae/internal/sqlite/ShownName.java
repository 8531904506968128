package io.github.thermae.internal.sqlite;

/** A cache's name as messages and logs show it: quoted, on one line, control characters escaped. */
final class ShownName {
  private ShownName() {}

  static String of(String name) {
    StringBuilder shown = new StringBuilder(name.length() + 2).append('"');
    name.codePoints()
        .forEach(
            point -> {
              if (Character.isISOControl(point)
                  || Character.getType(point) == Character.SURROGATE) {
                shown.append(String.format("\\u%04x", point));
              } else {
                shown.appendCodePoint(point);
              }
            });
    return shown.append('"').toString();
  }
}
