package io.github.thermae.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.codec.Samples.Child;
import io.github.thermae.internal.codec.Samples.Node;
import io.github.thermae.internal.codec.Samples.Parent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("unchecked")
class KryoCodecGraphTest {
  private final KryoCodec codec = Codecs.kryo();

  private <T> T copy(T value) {
    return (T) codec.decode(codec.encode(value));
  }

  @Test
  void decode_sharedMutableObject_isSharedAgain() {
    List<Integer> shared = new ArrayList<>(List.of(1));

    Object[] copy = copy(new Object[] {shared, shared, new ArrayList<>(shared)});

    assertThat(copy[0]).isSameAs(copy[1]).isNotSameAs(copy[2]);
  }

  @Test
  void decode_cycle_isACycle() {
    Node a = new Node();
    Node b = new Node();
    a.next = b;
    b.next = a;

    Node copy = copy(a);

    assertThat(copy).isNotSameAs(a);
    assertThat(copy.next).isNotSameAs(b).extracting("next").isSameAs(copy);
  }

  @Test
  void decode_collectionsThatContainThemselves_doSoAgain() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("self", map);
    Object[] array = new Object[1];
    array[0] = array;
    List<Object> inner = new ArrayList<>();
    List<Object> wrapped = Collections.unmodifiableList(inner);
    inner.add(wrapped);

    List<Object> listCopy = copy(list);
    Map<String, Object> mapCopy = copy(map);
    Object[] arrayCopy = copy(array);
    List<Object> wrappedCopy = copy(wrapped);

    assertThat(listCopy.get(0)).isSameAs(listCopy);
    assertThat(mapCopy.get("self")).isSameAs(mapCopy);
    assertThat(arrayCopy[0]).isSameAs(arrayCopy);
    assertThat(wrappedCopy.get(0)).isSameAs(wrappedCopy);
  }

  @Test
  void decode_cycleThroughHashTables_findsItsElements() {
    Parent parent = new Parent("p");
    Child child = new Child("c", parent);
    parent.children.add(child);
    parent.notes.put(child, "note");

    Parent fromParent = copy(parent);
    Child fromChild = copy(child);

    assertThat(fromParent.children).containsExactly(child);
    assertThat(fromParent.children.contains(new Child("c", fromParent))).isTrue();
    assertThat(fromParent.notes.get(new Child("c", fromParent))).isEqualTo("note");
    assertThat(fromChild.parent.children.contains(fromChild)).isTrue();
    assertThat(fromChild.parent.children.iterator().next()).isSameAs(fromChild);
  }

  @Test
  void decode_parentsInsideHashTables_findTheirElements() {
    Map<Parent, String> byParent = new HashMap<>();
    for (int i = 0; i < 20; i++) {
      Parent parent = new Parent("p" + i);
      parent.children.add(new Child("c", parent));
      byParent.put(parent, "v" + i);
    }

    Map<Parent, String> copy = copy(byParent);

    assertThat(copy).isEqualTo(byParent);
    copy.keySet().forEach(p -> assertThat(p.children.contains(new Child("c", p))).isTrue());
    assertThat(copy(Set.copyOf(byParent.keySet()))).isEqualTo(byParent.keySet());
  }

  @Test
  void decode_chainOfUnfinishedObjects_fillsEachWhenItsEndIsClosed() {
    // outer is open while inner closes; inner's table leads by inner to outer.
    Parent outer = new Parent("outer");
    Parent inner = new Parent("inner");
    Child toInner = new Child("a", inner);
    Child toOuter = new Child("b", outer);
    inner.children.add(toInner);
    inner.notes.put(toOuter, "x");
    outer.notes.put(toInner, "y");
    outer.notes.put(toOuter, "z");
    outer.children.add(toInner);

    Parent copy = copy(outer);

    assertThat(copy.children).isEqualTo(outer.children);
    assertThat(copy.notes).isEqualTo(outer.notes);
    Parent innerCopy = copy.children.iterator().next().parent;
    assertThat(innerCopy.children).isEqualTo(inner.children);
    assertThat(innerCopy.notes).isEqualTo(inner.notes);
  }

  @Test
  void encode_immutableSetOfAnUnfinishedObjectMetBefore_isRefused() {
    Parent parent = new Parent("p");
    Child child = new Child("c", parent);
    parent.children.add(child);
    Object[] fine = {parent, Set.of(child, new Child("d", parent))};
    Node node = new Node();
    node.content = parent;
    parent.notes.put(child, "x");

    assertThat(copy(fine)[1]).isEqualTo(fine[1]);
    assertThatThrownBy(() -> codec.encode(unfinishedInSet()))
        .isInstanceOf(ThermaeException.class)
        .hasMessageContaining("finished content");
  }

  /** Its first field holds what its second one needs the hash code of, and both lead back to it. */
  static final class Early {
    @Nullable Object a;
    @Nullable Object b;
    final int z;

    Early(int z) {
      this.z = z;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Early that && z == that.z;
    }

    @Override
    public int hashCode() {
      return z;
    }
  }

  record Link(Early to) {}

  private static Early unfinishedInSet() {
    Early early = new Early(5);
    Link link = new Link(early);
    early.a = link;
    early.b = Set.of(link);
    return early;
  }

  @Test
  void decode_recordMetBeforeInAHashTable_isFoundThere() {
    Early early = new Early(5);
    Link link = new Link(early);
    early.a = link;
    early.b = new java.util.HashSet<>(List.of(link));

    Early copy = copy(early);

    assertThat((Set<Object>) copy.b).isNotNull().contains(new Link(new Early(5)));
  }

  @Test
  void decode_parentOfManyChildren_isQuick() {
    Parent parent = new Parent("p");
    for (int i = 0; i < 20_000; i++) {
      parent.children.add(new Child("c" + i, parent));
    }

    assertThat(copy(parent).children).hasSize(20_000).isEqualTo(parent.children);
  }

  /** A record that holds the list it is in, by way of the list. */
  record Holder(@Nullable List<Object> list) {}

  @Test
  void decode_cycleThatStartsOutsideTheRecord_isACycle() {
    List<Object> list = new ArrayList<>();
    list.add(new Holder(list));

    List<Object> copy = copy(list);

    assertThat(((Holder) copy.get(0)).list()).isSameAs(copy);
  }

  @Test
  void encode_recordThatContainsItself_isRefused() {
    List<Object> list = new ArrayList<>();
    Holder holder = new Holder(list);
    list.add(holder);

    assertThatThrownBy(() -> codec.encode(holder))
        .isInstanceOf(ThermaeException.class)
        .hasMessageContaining(Holder.class.getName())
        .hasMessageContaining("'users'")
        .hasMessageContaining("contains itself");
  }

  @Test
  void encode_immutableListAndOptionalThatContainThemselves_areRefused() {
    List<Object> list = new ArrayList<>();
    Object immutable = List.of(list);
    list.add(immutable);
    List<Object> other = new ArrayList<>();
    Object optional = Optional.of(other);
    other.add(optional);

    assertThatThrownBy(() -> codec.encode(immutable)).hasMessageContaining("contains itself");
    assertThatThrownBy(() -> codec.encode(optional)).hasMessageContaining("contains itself");
  }

  @Test
  void encode_immutableSetWhoseElementLeadsBackThroughIt_isRefused() {
    Node node = new Node();
    Node element = new Node();
    element.next = node;
    node.content = Set.of(element, new Node());

    assertThatThrownBy(() -> codec.encode(node))
        .isInstanceOf(ThermaeException.class)
        .hasMessageContaining("Set");
  }

  @Test
  void encode_tooDeep_isRefusedClearly() {
    for (int depth : new int[] {OpenObjects.DEPTH_MAX + 1, 5_000, 200_000}) {
      Node deep = chain(depth);

      assertThatThrownBy(() -> codec.encode(deep))
          .isInstanceOf(ThermaeException.class)
          .hasMessageContaining("nested")
          .hasMessageContaining("'users'")
          .hasMessageContaining(Node.class.getName());
    }
  }

  @Test
  void decode_asDeepAsAllowed_works() {
    Node copy = copy(chain(OpenObjects.DEPTH_MAX));

    int depth = 0;
    for (Node node = copy; node != null; node = node.next) {
      depth++;
    }
    assertThat(depth).isEqualTo(OpenObjects.DEPTH_MAX);
  }

  @Test
  void encode_afterARefusal_worksAsBefore() {
    List<Object> unfit = List.of("written before the refusal", new Thread());
    assertThatThrownBy(() -> codec.encode(unfit)).isInstanceOf(ThermaeException.class);
    assertThat(copy("x")).isEqualTo("x");
    assertThatThrownBy(() -> codec.encode(chain(5_000))).isInstanceOf(ThermaeException.class);

    assertThat(copy("x")).isEqualTo("x");
    assertThat(copy(new Samples.Wrapped("x"))).isEqualTo(new Samples.Wrapped("x"));
    assertThat(copy(List.of(1, 2))).isEqualTo(List.of(1, 2));
  }

  private static Node chain(int depth) {
    Node first = new Node();
    Node last = first;
    for (int i = 1; i < depth; i++) {
      last.next = new Node();
      last = last.next;
    }
    return first;
  }
}
