package io.github.thermae.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.codec.DecodeException.Reason;
import io.github.thermae.internal.codec.Sources.Loader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two versions of a class in two class loaders: what the second makes of the first one's bytes. */
class ClassChangeTest {
  private static final String FOO = "com.acme.Foo";
  private static final ClassGate GATE = ClassGate.of("users", List.of(), List.of("com.acme.**"));

  private final MemoryDictionary dictionary = new MemoryDictionary();

  private KryoCodec values(ClassLoader loader) {
    return new KryoCodec("users", loader, dictionary, GATE);
  }

  private CanonicalKeyCodec keys(ClassLoader loader) {
    return new CanonicalKeyCodec("users", loader, dictionary, GATE, null);
  }

  private static Loader foo(String declaration) {
    return new Sources().with(FOO, "package com.acme; " + declaration).load();
  }

  private void requireReason(Reason reason, Object value, ClassLoader before, ClassLoader after) {
    byte[] bytes = values(before).encode(value);
    assertThatThrownBy(() -> values(after).decode(bytes))
        .isInstanceOfSatisfying(
            DecodeException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining("com.acme.");
    byte[] inList = values(before).encode(new ArrayList<>(List.of(1, value)));
    assertThatThrownBy(() -> values(after).decode(inList))
        .isInstanceOfSatisfying(
            DecodeException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "class Foo { int a = 1; }|class Foo { int a = 1; int b; }",
        "class Foo { int a = 1; int b; }|class Foo { int a = 1; }",
        "class Foo { int a = 1; }|class Foo { long a = 1; }",
        "class Foo { int a = 1; }|class Foo { Integer a = 1; }",
        "class Foo { int a = 1; }|class Foo { int b = 1; }",
        "class Foo { int a = 1; }|class Foo { transient int a = 1; }",
        "class Foo { Object a; }|class Foo { String a; }",
        "class Foo { int a = 1; }|class Foo extends Bar { int a; } class Bar { int b; }",
        "class Foo { int a = 1; }|enum Foo { A }",
        "class Foo implements java.io.Serializable { int a = 1; }|class Foo implements"
            + " java.io.Serializable { int a = 1; Object readResolve() { return this; } }",
        "class Foo extends Exception { int a = 1; }|class Foo extends Exception { int b = 1; }",
        "class Foo extends Exception { static final long serialVersionUID = 1; }|class Foo extends"
            + " Exception { static final long serialVersionUID = 2; }",
        "class Foo extends Exception { static final long serialVersionUID = 1; int a; }|class Foo"
            + " extends Exception { static final long serialVersionUID = 1; int b; }"
      })
  void decode_classOfAnotherShape_isChanged(String before, String after) throws Exception {
    Loader old = foo(before);

    requireReason(Reason.CHANGED, old.make(FOO), old, foo(after));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "class Foo { int a = 7; String b = \"x\"; }|class Foo { static int c; String b; int a; }",
        "class Foo { int a = 7; }|class Foo { transient Object t; int a; void method() {} }",
        "class Foo { int a = 7; }|class Foo extends Bar { } class Bar { int a; }",
        "class Foo { int a = 7; }|final class Foo { final int a; Foo() { a = 1; } }",
        "class Foo { int a = 7; }|record Foo(int a) {}"
      })
  void decode_classOfTheSameShape_isRead(String before, String after) throws Exception {
    Loader old = foo(before);
    byte[] bytes = values(old).encode(old.make(FOO));

    Object copy = values(foo(after)).decode(bytes);

    assertThat(copy).hasFieldOrPropertyWithValue("a", 7);
  }

  @Test
  void decode_recordWithOtherComponentOrder_isRead() throws Exception {
    Loader old = foo("record Foo(int a, String b) {}");
    byte[] bytes = values(old).encode(old.make(FOO, 1, "x"));

    assertThat(values(foo("record Foo(String b, int a) {}")).decode(bytes))
        .hasToString("Foo[b=x, a=1]");
  }

  @Test
  void decode_classThatIsGone_isChanged() throws Exception {
    Loader old = foo("class Foo { int a; }");

    requireReason(Reason.CHANGED, old.make(FOO), old, new Sources().with("X", "class X {}").load());
  }

  @Test
  void decode_classWhoseSuperclassIsGone_isChanged() throws Exception {
    Loader old = foo("class Foo extends Bar { int a; } class Bar {}");
    Loader after = foo("class Foo extends Bar { int a; } class Bar {}");
    after.forget("com.acme.Bar");

    requireReason(Reason.CHANGED, old.make(FOO), old, after);
  }

  @Test
  void decode_enumInAnotherOrder_isTheSameConstant() throws Exception {
    Loader old = foo("enum Foo { A, B, C }");
    Loader after = foo("enum Foo { C, NEW, B { }, A }");
    byte[] value = values(old).encode(List.of(old.constant(FOO, "B"), old.constant(FOO, "C")));
    EncodedKey key = keys(old).encode(old.constant(FOO, "B"));

    assertThat(values(after).decode(value)).hasToString("[B, C]");
    assertThat(keys(after).decode(key)).hasToString("B");
  }

  @Test
  void decode_enumConstantThatIsGone_isChanged() throws Exception {
    Loader old = foo("enum Foo { A, B }");
    Loader after = foo("enum Foo { A }");
    Object set = Collections.singleton(old.constant(FOO, "B"));
    Object constant = old.constant(FOO, "B");
    EncodedKey key = keys(old).encode(constant);

    requireReason(Reason.CHANGED, constant, old, after);
    requireReason(Reason.CHANGED, set, old, after);
    assertThatThrownBy(() -> keys(after).decode(key))
        .isInstanceOfSatisfying(
            DecodeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CHANGED));
  }

  @Test
  void decode_keyOfAnotherShape_isChanged() {
    Loader old = foo("record Foo(int a) {}");
    Loader after = foo("record Foo(long a) {}");

    assertThatThrownBy(() -> keys(after).decode(keys(old).encode(old.make(FOO, 1))))
        .isInstanceOfSatisfying(
            DecodeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CHANGED));
  }

  @Test
  void encode_keyAfterItsClassChanged_givesOtherBytes() throws Exception {
    Loader old = foo("record Foo(int a) {}");
    Loader after = foo("record Foo(int a, int b) {}");

    assertThat(keys(old).encode(old.make(FOO, 1)))
        .isNotEqualTo(keys(after).encode(after.make(FOO, 1, 0)));
  }

  private static final String TRAP =
      "class Foo implements java.io.Serializable {"
          + " static { System.setProperty(\"com.acme.initialized\", \"yes\"); } int a; %s }";

  @ParameterizedTest
  @CsvSource({"''", "'Object readResolve() { return this; }'"})
  void decode_refusedClass_isNeitherLoadedNorInitialized(String member) throws Exception {
    Loader old = foo(TRAP.formatted(member));
    Loader after = foo(TRAP.formatted(member));
    byte[] bytes = values(old).encode(new Object[] {old.make(FOO)});
    System.clearProperty("com.acme.initialized");
    KryoCodec closed =
        new KryoCodec("users", after, dictionary, ClassGate.of("users", List.of(), List.of()));

    assertThatThrownBy(() -> closed.decode(bytes))
        .isInstanceOfSatisfying(
            DecodeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED))
        .hasMessageContaining("Class com.acme.Foo is not allowed in cache 'users'")
        .hasMessageContaining("thermae.store.allowed-classes");
    assertThat(after.asked()).doesNotContain(FOO);
    assertThat(System.getProperty("com.acme.initialized")).isNull();

    assertThat(values(after).decode(bytes)).isNotNull();
    assertThat(System.getProperty("com.acme.initialized")).isEqualTo("yes");
  }

  @Test
  void decode_refusedClassInsideAJavaStream_isNotLoaded() throws Exception {
    Loader old = foo("class Foo extends Exception { }");
    Loader after = foo("class Foo extends Exception { }");
    byte[] bytes = values(old).encode(new IllegalStateException((Throwable) old.make(FOO)));
    KryoCodec closed =
        new KryoCodec("users", after, dictionary, ClassGate.of("users", List.of(), List.of()));

    assertThatThrownBy(() -> closed.decode(bytes))
        .isInstanceOfSatisfying(
            DecodeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED));
    assertThat(after.asked()).doesNotContain(FOO);
  }

  @Test
  void decode_refusedKey_isNotLoaded() throws Exception {
    Loader old = foo("record Foo(int a) {}");
    Loader after = foo("record Foo(int a) {}");
    EncodedKey key = keys(old).encode(List.of(old.make(FOO, 1)));
    CanonicalKeyCodec closed =
        new CanonicalKeyCodec(
            "users", after, dictionary, ClassGate.of("users", List.of(), List.of()), null);

    assertThatThrownBy(() -> closed.decode(key))
        .isInstanceOfSatisfying(
            DecodeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED));
    assertThat(after.asked()).doesNotContain(FOO);
  }

  @Test
  void decode_changedClass_isNotInitialized() throws Exception {
    Loader old = foo(TRAP.formatted(""));
    Loader after = foo(TRAP.formatted("int b;"));
    byte[] bytes = values(old).encode(old.make(FOO));
    System.clearProperty("com.acme.initialized");

    assertThatThrownBy(() -> values(after).decode(bytes)).isInstanceOf(DecodeException.class);
    assertThat(System.getProperty("com.acme.initialized")).isNull();
  }

  @Test
  void decode_inAnotherClassLoader_givesThatLoadersClass() throws Exception {
    Loader one = foo("record Foo(int a) {}");
    Loader two = foo("record Foo(int a) {}");
    byte[] bytes = values(one).encode(one.make(FOO, 1));

    assertThat(values(one).decode(bytes).getClass()).isSameAs(one.loadClass(FOO));
    assertThat(values(two).decode(bytes).getClass()).isSameAs(two.loadClass(FOO));
  }

  @Test
  void encode_classOfAnotherLoader_isRefused() throws Exception {
    Loader one = foo("record Foo(int a) {}");
    Loader two = foo("record Foo(int a) {}");
    Object value = one.make(FOO, 1);

    assertThatThrownBy(() -> values(two).encode(value))
        .isExactlyInstanceOf(ThermaeException.class)
        .hasMessageContaining(FOO)
        .hasMessageContaining("class loader");
    assertThatThrownBy(() -> values(Codecs.loader()).encode(value))
        .isExactlyInstanceOf(ThermaeException.class)
        .hasMessageContaining("does not find it");
    assertThatThrownBy(() -> keys(two).encode(value)).isExactlyInstanceOf(ThermaeException.class);
  }
}
