package io.github.thermae.hibernate.internal.restore;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.hibernate.tool.schema.Action;

/** Whether Hibernate is told to make the tables anew at the start: then what was cached is void. */
public final class SchemaAction {
  /** Alone, or with a contributor of mappings behind it, such as {@code .orm}. */
  private static final List<String> SETTINGS =
      List.of(
          "hibernate.hbm2ddl.auto",
          "jakarta.persistence.schema-generation.database.action",
          "javax.persistence.schema-generation.database.action");

  private static final List<String> KEEPING = List.of("none", "update", "validate", "");
  private static final List<String> DROPPING = List.of("create-drop", "drop");

  private SchemaAction() {}

  /** Whether one of the settings says so; what is not known counts as that. */
  public static boolean isCreating(Map<String, Object> settings) {
    return actions(settings).anyMatch(action -> !KEEPING.contains(action));
  }

  /** Whether one of the settings says that the tables do not outlive the session factory. */
  public static boolean isDropping(Map<String, Object> settings) {
    return actions(settings).anyMatch(DROPPING::contains);
  }

  private static Stream<String> actions(Map<String, Object> settings) {
    return settings.entrySet().stream()
        .filter(setting -> setting.getValue() != null && isOne(setting.getKey()))
        .map(setting -> name(setting.getValue()));
  }

  private static boolean isOne(String name) {
    return SETTINGS.stream().anyMatch(one -> name.equals(one) || name.startsWith(one + "."));
  }

  /** Hibernate takes its own constants too, by whatever name. */
  private static String name(Object action) {
    String text =
        Arrays.stream(Action.values())
            .filter(action::equals)
            .map(Action::name)
            .findAny()
            .orElseGet(action::toString);
    return text.trim().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
