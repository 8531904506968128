package io.github.thermae.hibernate.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.hibernate.tool.schema.Action;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the settings say of the tables, in all forms that Hibernate takes. */
final class SchemaActionTest {
  private static final String AUTO = "hibernate.hbm2ddl.auto";

  static List<Object> keeping() {
    return List.of("none", "update", "validate", "", Action.NONE, Action.UPDATE, Action.VALIDATE);
  }

  static List<Object> creating() {
    return List.of("create", "create-only", "drop-and-create", Action.CREATE, Action.CREATE_ONLY);
  }

  static List<Object> dropping() {
    return List.of("create-drop", "drop", " CREATE_DROP ", Action.CREATE_DROP, Action.DROP);
  }

  @ParameterizedTest
  @MethodSource("keeping")
  void ofActionsThatKeepTheTables_neither(Object action) {
    assertThat(SchemaAction.isCreating(Map.of(AUTO, action))).isFalse();
    assertThat(SchemaAction.isDropping(Map.of(AUTO, action))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("creating")
  void isCreating_ofActionsThatMakeThem_isTrue(Object action) {
    assertThat(SchemaAction.isCreating(Map.of(AUTO, action))).isTrue();
    assertThat(SchemaAction.isDropping(Map.of(AUTO, action))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("dropping")
  void isDropping_ofActionsThatDropThem_isTrue(Object action) {
    assertThat(SchemaAction.isDropping(Map.of(AUTO, action))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hibernate.hbm2ddl.auto.orm",
        "jakarta.persistence.schema-generation.database.action",
        "jakarta.persistence.schema-generation.database.action.orm",
        "javax.persistence.schema-generation.database.action"
      })
  void isDropping_byAnyOfItsNames_isTrue(String name) {
    assertThat(SchemaAction.isDropping(Map.of(name, "create-drop"))).isTrue();
    assertThat(SchemaAction.isCreating(Map.of(name, "none"))).isFalse();
  }
}
