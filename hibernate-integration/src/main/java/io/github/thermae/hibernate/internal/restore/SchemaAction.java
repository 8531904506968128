package io.github.thermae.hibernate.internal.restore;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Whether Hibernate is told to make the tables anew at the start: then what was cached is void. */
public final class SchemaAction {
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
    return SETTINGS.stream()
        .map(settings::get)
        .filter(Objects::nonNull)
        .map(action -> action.toString().trim().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
