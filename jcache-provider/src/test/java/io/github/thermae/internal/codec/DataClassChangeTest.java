package io.github.thermae.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.codec.BuiltInCodec;
import io.github.thermae.internal.codec.DecodeException.Reason;
import io.github.thermae.internal.codec.Sources.Loader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What JSON and MessagePack read of a class that has changed, and that Java reads nothing. */
class DataClassChangeTest {
  private static final String FOO = "com.acme.Foo";

  private final MemoryDictionary dictionary = new MemoryDictionary();

  private ValueCodec codec(BuiltInCodec kind, ClassLoader loader, Class<?> declared) {
    ClassGate gate = ClassGate.of("users", List.of(declared), List.of("com.acme.**"));
    CodecChoice choice = CodecChoice.of(kind.settingName(), "users", loader, declared);
    return new ValueCodecs("users", loader, dictionary, gate, choice, declared).current();
  }

  private ValueCodec codec(BuiltInCodec kind, ClassLoader loader) {
    return codec(kind, loader, Object.class);
  }

  private static Loader load(String declarations) {
    return new Sources().with(FOO, "package com.acme; import java.util.*; " + declarations).load();
  }

  /** The value under the new class: alone, in a list, and where the cache declares it. */
  private List<Object> readAgain(BuiltInCodec kind, Object value, Loader before, Loader after)
      throws Exception {
    Object alone = codec(kind, after).decode(codec(kind, before).encode(value));
    byte[] list = codec(kind, before).encode(new ArrayList<>(List.of(value)));
    Object inList = ((List<?>) codec(kind, after).decode(list)).get(0);
    byte[] declared = codec(kind, before, value.getClass()).encode(value);
    Object asDeclared = codec(kind, after, after.loadClass(FOO)).decode(declared);
    return List.of(alone, inList, asDeclared);
  }

  static Stream<BuiltInCodec> data() {
    return Stream.of(BuiltInCodec.JSON, BuiltInCodec.MESSAGE_PACK);
  }

  private static final List<String[]> FITTING =
      List.of(
          new String[] {
            "class Foo { int a = 7; }",
            "class Foo { int a; int b = 3; String c = \"new\"; }",
            "7 3 new"
          },
          new String[] {
            "class Foo { int a = 7; String gone = \"x\"; }", "class Foo { int a; }", "7"
          },
          new String[] {
            "class Foo { Object gone = List.of(new Bar(), 1, \"x\", 2.5); int z = 7; } class Bar { int"
                + " c; }",
            "class Foo { int z; }",
            "7"
          },
          new String[] {"class Foo { int a = 7; }", "class Foo { long a; }", "7"},
          new String[] {"class Foo { int a = 7; }", "class Foo { Integer a; }", "7"},
          new String[] {"class Foo { int a = 7; }", "class Foo { double a; }", "7.0"},
          new String[] {"class Foo { long a = 7; }", "class Foo { int a; }", "7"},
          new String[] {
            "class Foo { int a = 7; String b = \"x\"; }", "class Foo { String b; int a; }", "x 7"
          },
          new String[] {
            "class Foo { int a = 7; }",
            "class Foo extends Bar { int b = 1; } class Bar { int a; }",
            "1"
          },
          new String[] {
            "class Foo { List<String> a = List.of(\"x\"); }",
            "class Foo { Collection<String> a; }",
            "[x]"
          });

  static Stream<org.junit.jupiter.params.provider.Arguments> fitting() {
    return data()
        .flatMap(
            kind ->
                FITTING.stream()
                    .map(
                        change ->
                            org.junit.jupiter.params.provider.Arguments.of(
                                kind, change[0], change[1], change[2])));
  }

  @ParameterizedTest
  @MethodSource("fitting")
  void decode_classThatHasChanged_readsWhatFits(
      BuiltInCodec kind, String before, String after, String expected) throws Exception {
    Loader old = load(before);
    Loader now = load(after);

    for (Object copy : readAgain(kind, old.make(FOO), old, now)) {
      assertThat(copy.getClass()).isSameAs(now.loadClass(FOO));
      assertThat(fieldsOf(copy)).isEqualTo(expected);
    }
  }

  private static String fieldsOf(Object object) throws IllegalAccessException {
    StringBuilder fields = new StringBuilder();
    for (var field : object.getClass().getDeclaredFields()) {
      field.setAccessible(true);
      fields.append(fields.isEmpty() ? "" : " ").append(field.get(object));
    }
    return fields.toString();
  }

  @ParameterizedTest
  @MethodSource("data")
  void decode_recordWithMoreAndFewerComponents_readsWhatFits(BuiltInCodec kind) throws Exception {
    Loader old = load("record Foo(int a, String gone, List<Integer> list) {}");
    Loader now =
        load("record Foo(Optional<String> o, List<Integer> list, String s, int a, char c) {}");
    Object value = old.make(FOO, 7, "x", List.of(1));

    for (Object copy : readAgain(kind, value, old, now)) {
      assertThat(copy).hasToString("Foo[o=Optional.empty, list=[1], s=null, a=7, c=\0]");
    }
  }

  @ParameterizedTest
  @MethodSource("data")
  void decode_whatDoesNotFit_isChanged(BuiltInCodec kind) throws Exception {
    Loader old =
        load("class Foo { String a = \"text\"; Object b = new Bar(); } class Bar { int c; }");
    byte[] bytes = codec(kind, old).encode(old.make(FOO));
    for (String after :
        List.of(
            "class Foo { int a; }",
            "class Foo { List<String> a; }",
            "class Foo { Bar b; } enum Bar { X }",
            "class Foo { String b; }",
            "class Foo { Object b; }",
            "enum Foo { A }",
            "class Other {}")) {
      Loader now = load(after.replace("class Other", "class Foo extends Exception"));
      assertThatThrownBy(() -> codec(kind, now).decode(bytes))
          .as(after)
          .isInstanceOfSatisfying(
              DecodeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CHANGED));
    }
  }

  /** Where only generics say what belongs there, nobody else would notice. */
  @ParameterizedTest
  @MethodSource("data")
  void decode_elementThatIsNoneOfItsInterfaceAnyMore_isChanged(BuiltInCodec kind) throws Exception {
    String list =
        "class Foo { List<Bar> a = new ArrayList<>(); { a.add((Bar) (Object) new Dog()); } }";
    Loader old = load(list + " interface Bar {} class Dog implements Bar {}");
    byte[] bytes = codec(kind, old).encode(old.make(FOO));
    Loader now = load("class Foo { List<Bar> a; } interface Bar {} class Dog {}");

    assertThatThrownBy(() -> codec(kind, now).decode(bytes))
        .isInstanceOfSatisfying(
            DecodeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CHANGED))
        .hasMessageContaining("com.acme.Dog");
  }

  @ParameterizedTest
  @MethodSource("data")
  void decode_numberThatDoesNotFitItsNewType_isChanged(BuiltInCodec kind) throws Exception {
    Loader old = load("class Foo { long a = 1L << 40; }");
    byte[] bytes = codec(kind, old).encode(old.make(FOO));

    for (String type : List.of("int", "short", "byte", "Byte", "boolean", "String", "char")) {
      Loader now = load("class Foo { " + type + " a; }");
      assertThatThrownBy(() -> codec(kind, now).decode(bytes))
          .as(type)
          .isInstanceOfSatisfying(
              DecodeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CHANGED));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JSON", "MESSAGE_PACK", "JAVA"})
  void decode_classThatIsGone_isChanged(BuiltInCodec kind) throws Exception {
    Loader old = load("class Foo implements java.io.Serializable { int a; }");
    byte[] bytes = codec(kind, old).encode(old.make(FOO));
    Loader now = new Sources().with("X", "class X {}").load();

    assertThatThrownBy(() -> codec(kind, now).decode(bytes))
        .isInstanceOfSatisfying(
            DecodeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CHANGED))
        .hasMessageContaining(FOO);
  }

  @ParameterizedTest
  @EnumSource(names = {"JSON", "MESSAGE_PACK", "JAVA"})
  void decode_enumInAnotherOrder_isTheSameConstant(BuiltInCodec kind) throws Exception {
    Loader old = load("enum Foo { A, B, C }");
    Loader now = load("enum Foo { C, NEW, B { }, A }");
    byte[] bytes =
        codec(kind, old)
            .encode(new ArrayList<>(List.of(old.constant(FOO, "B"), old.constant(FOO, "C"))));

    assertThat(codec(kind, now).decode(bytes)).hasToString("[B, C]");
    Loader without = load("enum Foo { A, C }");
    assertThatThrownBy(() -> codec(kind, without).decode(bytes))
        .isInstanceOf(DecodeException.class);
  }

  private static final String SERIALIZABLE = "class Foo implements java.io.Serializable { %s }";

  @ParameterizedTest
  @CsvSource({"int a; int b;", "long a;", "int b;", "''", "transient int a;"})
  void decode_javaClassOfAnotherShape_isChanged(String after) throws Exception {
    String uid = "static final long serialVersionUID = 1; ";
    Loader old = load(SERIALIZABLE.formatted(uid + "int a = 7;"));
    byte[] bytes = codec(BuiltInCodec.JAVA, old).encode(old.make(FOO));
    Loader now = load(SERIALIZABLE.formatted(uid + after));

    assertThatThrownBy(() -> codec(BuiltInCodec.JAVA, now).decode(bytes))
        .isInstanceOfSatisfying(
            DecodeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CHANGED));
  }

  @Test
  void decode_fieldThatWasRemovedWithItsClass_isSkippedWithoutLoading() throws Exception {
    Loader old = load("class Foo { Object gone = new Bar(); int z = 7; } class Bar { int c; }");
    for (BuiltInCodec kind : List.of(BuiltInCodec.JSON, BuiltInCodec.MESSAGE_PACK)) {
      Loader now = load("class Foo { int z; } class Bar { int c; }");
      byte[] bytes = codec(kind, old).encode(old.make(FOO));

      assertThat(codec(kind, now).decode(bytes)).hasFieldOrPropertyWithValue("z", 7);
      assertThat(now.asked()).doesNotContain("com.acme.Bar");
    }
  }
}
