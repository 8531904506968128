package io.github.thermae.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings({"UnusedVariable", "rawtypes", "NullAway.Init"}) // Only types are looked at.
class ClassGateTest {
  static class Root extends RootBase<InBaseArgument> {
    InField field;
    List<? extends InWildcard> list;
    Map<String, InArray[][]> arrays;
    Object object;
    Runnable open;
    transient InTransient notKept;
    static InStatic constant;
    Sealed sealed;
    Outcome<InTypeArgument> outcome;

    enum Nested {
      ONE
    }

    static final class NestedClass {}
  }

  static class RootBase<T extends InBound> {
    InSuperclass inherited;
    List<T> content;
  }

  interface InBound {}

  static class InBaseArgument implements InBound {}

  static class InField {
    InFieldOfField deeper;
  }

  static class InFieldOfField {}

  static class InWildcard {}

  static class InArray {}

  static class InTransient {}

  static class InStatic {}

  static class InSuperclass {}

  static class InTypeArgument {}

  record Outcome<T>(T value, InRecord component) {}

  record InRecord() {}

  sealed interface Sealed permits PermittedOne, PermittedTwo {}

  record PermittedOne(InPermitted field) implements Sealed {}

  enum PermittedTwo implements Sealed {
    ONLY
  }

  static class InPermitted {}

  static class SubclassOfField extends InField {}

  static class Unrelated {}

  static class Proxied implements Serializable {
    private static final long serialVersionUID = 1L;

    private Object writeReplace() {
      return new Form();
    }

    private static final class Form implements Serializable {
      private static final long serialVersionUID = 1L;
    }
  }

  private final ClassGate gate =
      ClassGate.of("users", List.of(Root.class, Proxied.class), List.of());

  @ParameterizedTest
  @ValueSource(
      classes = {
        Root.class,
        Root.Nested.class,
        RootBase.class,
        InBound.class,
        InBaseArgument.class,
        InField.class,
        InFieldOfField.class,
        InWildcard.class,
        InArray.class,
        InArray[].class,
        InArray[][].class,
        InSuperclass.class,
        InTypeArgument.class,
        Outcome.class,
        InRecord.class,
        Sealed.class,
        PermittedOne.class,
        PermittedTwo.class,
        InPermitted.class,
        Proxied.class,
        Proxied.Form.class
      })
  void allows_whatDeclaredTypesReach(Class<?> type) {
    assertThat(gate.allows(type.getName())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Root.NestedClass.class,
        InTransient.class,
        InStatic.class,
        SubclassOfField.class,
        Unrelated.class,
        Unrelated[].class,
        Thread.class,
        ProcessBuilder.class,
        java.lang.reflect.Method.class,
        java.util.concurrent.locks.ReentrantLock.class
      })
  void allows_anythingElse_isFalse(Class<?> type) {
    assertThat(gate.allows(type.getName())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        String.class,
        int.class,
        int[].class,
        Object[].class,
        List[].class,
        ArrayList.class,
        EnumMap.class,
        Optional.class,
        java.time.Instant.class,
        java.time.DayOfWeek.class,
        java.sql.Timestamp.class,
        java.net.URI.class,
        RuntimeException.class
      })
  void allows_valuesAndCollectionsOfTheJdk(Class<?> type) {
    assertThat(gate.allows(type.getName()) || type.isPrimitive()).isTrue();
  }

  @Test
  void allows_wrappersOfTheJdk() {
    for (Object wrapper :
        List.of(Set.of(), List.of(1), Map.of(), Collections.unmodifiableMap(Map.of()))) {
      assertThat(gate.allows(wrapper.getClass().getName())).isTrue();
    }
  }

  @Test
  void allows_declaredJdkTypeOutsideTheFixedSet_isTrue() {
    assertThat(gate.allows("java.util.logging.Level")).isFalse();
    assertThat(
            ClassGate.of("users", List.of(java.util.logging.Level.class), List.of())
                .allows("java.util.logging.Level"))
        .isTrue();
  }

  private static boolean matches(String pattern, String className) {
    return ClassGate.of("users", List.of(), List.of(pattern)).allows(className);
  }

  @Test
  void allows_patternOfPackageAndBelow_matchesThose() {
    assertThat(matches("com.acme.**", "com.acme.Foo")).isTrue();
    assertThat(matches("com.acme.**", "com.acme.deep.Foo$Bar")).isTrue();
    assertThat(matches("com.acme.**", "[[Lcom.acme.Foo;")).isTrue();
    assertThat(matches("com.acme.**", "com.acmeevil.Foo")).isFalse();
    assertThat(matches("com.acme.**", "xcom.acme.Foo")).isFalse();
  }

  @Test
  void allows_patternOfPackage_matchesItAlone() {
    assertThat(matches("com.acme.*", "com.acme.Foo")).isTrue();
    assertThat(matches("com.acme.*", "com.acme.Foo$Bar")).isTrue();
    assertThat(matches("com.acme.*", "com.acme.deep.Foo")).isFalse();
  }

  @Test
  void allows_patternOfClass_matchesItAndNestedOnes() {
    assertThat(matches("com.acme.Foo", "com.acme.Foo")).isTrue();
    assertThat(matches("com.acme.Foo", "com.acme.Foo$Bar")).isTrue();
    assertThat(matches("com.acme.Foo", "com.acme.Food")).isFalse();
    assertThat(matches("com.acme.Foo$Bar", "com.acme.Foo$Bar")).isTrue();
    assertThat(matches("com.acme.Foo$Bar", "com.acme.Foo")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "**",
        "*",
        "com.acme.",
        ".com",
        "com..acme",
        "com.*.acme",
        "com.acme.***",
        "com.acme*",
        "com/acme/Foo",
        "com.acme.Foo ",
        "[Lcom.acme.Foo;",
        "com.acme.F-o",
        "1com.Foo"
      })
  void checkPattern_malformed_throwsAndShowsTheForms(String pattern) {
    assertThatThrownBy(() -> ClassGate.checkPattern(pattern))
        .isInstanceOf(ThermaeException.class)
        .hasMessageContaining("\"" + pattern + "\"")
        .hasMessageContaining("com.acme.**")
        .hasMessageContaining("thermae.store.allowed-classes");
    assertThatThrownBy(() -> ClassGate.of("users", List.of(), List.of(pattern)))
        .isInstanceOf(ThermaeException.class);
  }

  @Test
  void require_refused_namesClassCacheAndSetting() {
    assertThatThrownBy(() -> gate.require("com.acme.Foo"))
        .isInstanceOf(ThermaeException.class)
        .hasMessage(
            "Class com.acme.Foo is not allowed in cache 'users': declare it as the cache's key or"
                + " value type, or add it to the setting thermae.store.allowed-classes (for example"
                + " \"com.acme.**\")");
    assertThatThrownBy(() -> gate.require("[Lcom.acme.Foo;"))
        .hasMessageStartingWith("Class com.acme.Foo is");
    assertThatThrownBy(() -> gate.require("Foo")).hasMessageContaining("(for example \"Foo\")");
  }

  @Test
  void open_allowsEverything() {
    assertThat(ClassGate.open().allows("com.acme.Foo")).isTrue();
    ClassGate.open().require("anything");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "[[", "[X", "[Lcom.acme.Foo", "[Q", "[II", ""})
  void allows_namesThatAreNone_loadNothing(String name) {
    // Some pass, as no class has such a name; what counts is that none of them throws.
    assertThat(gate.allows(name)).isIn(true, false);
    assertThat(gate.allows("[Lcom.acme.Foo")).isFalse();
  }
}
