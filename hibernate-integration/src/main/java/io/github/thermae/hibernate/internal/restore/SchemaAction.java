package io.github.thermae.hibernate.internal.restore;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whether Hibernate is told to make the tables anew at the start: then what was cached is void. */
public final class SchemaAction {
  private static final List<String> SETTINGS =
      List.of(
          "hibernate.hbm2ddl.auto",
          "jakarta.persistence.schema-generation.database.action",
          "javax.persistence.schema-generation.database.action");
  private static final List<String> KEEPING = List.of("none", "update", "validate", "populate", "");

  private SchemaAction() {}

  /** Whether one of the settings says so; what is not known counts as that. */
  public static boolean isCreating(Map<String, Object> settings) {
    for (String name : SETTINGS) {
      Object action = settings.get(name);
      if (action != null && !KEEPING.contains(action.toString().trim().toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }
}
