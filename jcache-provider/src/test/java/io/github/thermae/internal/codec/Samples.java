package io.github.thermae.internal.codec;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The classes that a user of a cache may have, one of each kind that a codec must know. */
@SuppressWarnings({"NonApiType", "UnusedVariable", "UndefinedEquals"})
final class Samples {
  private Samples() {}

  enum Color {
    RED,
    GREEN {
      @Override
      String nice() {
        return "grass";
      }
    },
    BLUE;

    String nice() {
      return name();
    }
  }

  record Person(String name, int age, List<Color> colors) {}

  record Everything(
      boolean a, byte b, short c, char d, int e, long f, float g, double h, @Nullable String i) {}

  record Wrapped(@Nullable Object content) {}

  /** A plain class, with a superclass that has a field of the same name. */
  static class Base {
    private int id;
    private String name = "base";

    Base(int id) {
      this.id = id;
    }
  }

  static final class Derived extends Base {
    private final String name;
    private final double @Nullable [] numbers;
    private transient int transientField = 7;

    Derived(int id, String name, double... numbers) {
      super(id);
      this.name = name;
      this.numbers = numbers;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Derived that
          && ((Base) this).id == ((Base) that).id
          && name.equals(that.name)
          && ((Base) this).name.equals(((Base) that).name)
          && Arrays.equals(numbers, that.numbers);
    }

    @Override
    public int hashCode() {
      return Objects.hash(((Base) this).id, name);
    }

    int transientField() {
      return transientField;
    }
  }

  /** A class with a constructor without parameters, which sets what is transient. */
  static final class WithDefaults {
    transient List<String> log = new ArrayList<>();
    String content = "";

    private WithDefaults() {}

    static WithDefaults of(String content) {
      WithDefaults made = new WithDefaults();
      made.content = content;
      return made;
    }
  }

  /** As Spring's SimpleKey: a cached hash code that readObject computes again. */
  static final class SimpleKey implements Serializable {
    private static final long serialVersionUID = 1L;
    private final @Nullable Object[] params;
    private transient int hashCode;

    SimpleKey(@Nullable Object... params) {
      this.params = params.clone();
      this.hashCode = Arrays.deepHashCode(this.params);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof SimpleKey that && Arrays.deepEquals(params, that.params);
    }

    @Override
    public int hashCode() {
      return hashCode;
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      hashCode = Arrays.deepHashCode(params);
    }
  }

  /** A cached hash code that nothing computes again. */
  static final class LostHash {
    private final String content;
    private final transient int hash;

    LostHash(String content) {
      this.content = content;
      this.hash = content.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof LostHash that && content.equals(that.content);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  static final class NoEquals {
    private final int content;

    NoEquals(int content) {
      this.content = content;
    }
  }

  /** Compared with ==. */
  static final class Singleton implements Serializable {
    private static final long serialVersionUID = 1L;
    static final Singleton INSTANCE = new Singleton();

    private Singleton() {}

    private Object readResolve() {
      return INSTANCE;
    }
  }

  /** Writes itself. */
  static final class SelfWriting implements Serializable {
    private static final long serialVersionUID = 1L;
    private transient Map<String, Integer> content;
    private final Set<String> names;
    private final List<Object> twice;

    SelfWriting(Map<String, Integer> content, Set<String> names, Object... twice) {
      this.content = content;
      this.names = names;
      this.twice = new ArrayList<>(List.of(twice));
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      out.writeObject(new TreeMap<>(content));
    }

    @SuppressWarnings("unchecked")
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      content = (Map<String, Integer>) in.readObject();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof SelfWriting that
          && content.equals(that.content)
          && names.equals(that.names)
          && twice.equals(that.twice);
    }

    @Override
    public int hashCode() {
      return Objects.hash(content, names, twice);
    }
  }

  /** Puts a proxy in its place. */
  static final class Replaced implements Serializable {
    private static final long serialVersionUID = 1L;
    private final String content;

    Replaced(String content) {
      this.content = content;
    }

    private Object writeReplace() {
      return new Proxy(content);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Replaced that && content.equals(that.content);
    }

    @Override
    public int hashCode() {
      return content.hashCode();
    }

    private static final class Proxy implements Serializable {
      private static final long serialVersionUID = 1L;
      private final String content;

      Proxy(String content) {
        this.content = content;
      }

      private Object readResolve() {
        return new Replaced(content);
      }
    }
  }

  /** Externalizable needs a public constructor. */
  public static final class External implements Externalizable {
    private static final long serialVersionUID = 1L;
    private int content;

    public External() {}

    External(int content) {
      this.content = content;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
      out.writeInt(content);
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
      content = in.readInt();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof External that && content == that.content;
    }

    @Override
    public int hashCode() {
      return content;
    }
  }

  /** Extends a JDK collection. */
  static final class Headers extends HashMap<String, String> {
    private static final long serialVersionUID = 1L;
  }

  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final int code;

    Failure(String message, int code) {
      super(message);
      this.code = code;
    }
  }

  /**
   * A cycle by way of a hash table: a child's hash code needs the parent's id, which comes later.
   */
  static final class Parent {
    final Set<Child> children = new HashSet<>();
    final Map<Child, String> notes = new HashMap<>();
    final String zId;

    Parent(String id) {
      this.zId = id;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Parent that && zId.equals(that.zId);
    }

    @Override
    public int hashCode() {
      return zId.hashCode();
    }
  }

  static final class Child {
    final String name;
    final Parent parent;

    Child(String name, Parent parent) {
      this.name = name;
      this.parent = parent;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Child that && name.equals(that.name) && parent.equals(that.parent);
    }

    @Override
    public int hashCode() {
      return Objects.hash(name, parent);
    }
  }

  static final class Node {
    @Nullable Node next;
    @Nullable Object content;
  }

  /** Collections in fields whose types name a class. */
  static final class Shelf {
    final LinkedList<String> list;
    final TreeMap<String, Integer> map;
    final EnumSet<Color> colors;
    final Collection<Integer> any;

    Shelf(
        LinkedList<String> list,
        TreeMap<String, Integer> map,
        EnumSet<Color> colors,
        Collection<Integer> any) {
      this.list = list;
      this.map = map;
      this.colors = colors;
      this.any = any;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Shelf that
          && list.equals(that.list)
          && map.equals(that.map)
          && colors.equals(that.colors)
          && any.equals(that.any);
    }

    @Override
    public int hashCode() {
      return Objects.hash(list, map, colors, any);
    }
  }

  /** A comparator that is a class of the user's. */
  static final class ByLength implements Comparator<String>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(String a, String b) {
      return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
    }
  }
}
