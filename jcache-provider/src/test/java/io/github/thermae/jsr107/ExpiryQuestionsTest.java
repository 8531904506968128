package io.github.thermae.jsr107;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.processor.EntryProcessor;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which duration each operation asks for, and how often (JSR-107, table of expiry policies). */
@ParameterizedClass
@EnumSource
class ExpiryQuestionsTest extends AnyStore {
  private static final int NONE = 0;

  /** On a cache with 1=one and 2=two and a loader that has 8 and 9. */
  private record Asking(
      String name, Consumer<Cache<Integer, String>> operation, CountingPolicy.Asked asked) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Asking asking(
      String name,
      int creation,
      int access,
      int update,
      Consumer<Cache<Integer, String>> operation) {
    return new Asking(name, operation, new CountingPolicy.Asked(creation, access, update));
  }

  static Stream<Asking> operations() {
    return Stream.of(
        asking("containsKey", NONE, NONE, NONE, c -> c.containsKey(1)),
        asking("containsKey, absent", NONE, NONE, NONE, c -> c.containsKey(3)),
        asking("get", NONE, 1, NONE, c -> c.get(1)),
        asking("get, absent", NONE, NONE, NONE, c -> c.get(3)),
        asking("get, loaded", 1, NONE, NONE, c -> c.get(8)),
        asking("getAll", NONE, 2, NONE, c -> c.getAll(Set.of(1, 2, 3))),
        asking("getAll, loaded", 2, 1, NONE, c -> c.getAll(Set.of(1, 8, 9))),
        asking("getAndPut, new", 1, NONE, NONE, c -> c.getAndPut(3, "x")),
        asking("getAndPut", NONE, NONE, 1, c -> c.getAndPut(1, "x")),
        asking("getAndRemove", NONE, NONE, NONE, c -> c.getAndRemove(1)),
        asking("getAndReplace", NONE, NONE, 1, c -> c.getAndReplace(1, "x")),
        asking("getAndReplace, absent", NONE, NONE, NONE, c -> c.getAndReplace(3, "x")),
        asking("iterator", NONE, 2, NONE, c -> c.forEach(e -> assertThat(e.getKey()).isPositive())),
        asking("put, new", 1, NONE, NONE, c -> c.put(3, "x")),
        asking("put", NONE, NONE, 1, c -> c.put(1, "x")),
        asking("putAll", 1, NONE, 1, c -> c.putAll(Map.of(1, "x", 3, "y"))),
        asking("putIfAbsent, new", 1, NONE, NONE, c -> c.putIfAbsent(3, "x")),
        asking("putIfAbsent", NONE, NONE, NONE, c -> c.putIfAbsent(1, "x")),
        asking("remove", NONE, NONE, NONE, c -> c.remove(1)),
        asking("remove, expected", NONE, NONE, NONE, c -> c.remove(1, "one")),
        asking("remove, not as expected", NONE, 1, NONE, c -> c.remove(1, "x")),
        asking("remove, expected, absent", NONE, NONE, NONE, c -> c.remove(3, "x")),
        asking("removeAll, keys", NONE, NONE, NONE, c -> c.removeAll(Set.of(1, 3))),
        asking("removeAll", NONE, NONE, NONE, Cache::removeAll),
        asking("clear", NONE, NONE, NONE, Cache::clear),
        asking("replace", NONE, NONE, 1, c -> c.replace(1, "x")),
        asking("replace, absent", NONE, NONE, NONE, c -> c.replace(3, "x")),
        asking("replace, expected", NONE, NONE, 1, c -> c.replace(1, "one", "x")),
        asking("replace, not as expected", NONE, 1, NONE, c -> c.replace(1, "y", "x")),
        asking("replace, expected, absent", NONE, NONE, NONE, c -> c.replace(3, "y", "x")),
        asking("loadAll, new", 2, NONE, NONE, c -> load(c, false, 8, 9)),
        asking("loadAll, there", NONE, NONE, NONE, c -> load(c, false, 1)),
        asking("loadAll, replacing nothing", 1, NONE, NONE, c -> load(c, true, 8)),
        asking("invoke, nothing", NONE, NONE, NONE, c -> c.invoke(1, calls("e"))),
        asking("invoke, get", NONE, 1, NONE, c -> c.invoke(1, calls("gg"))),
        asking("invoke, get absent", NONE, NONE, NONE, c -> c.invoke(3, calls("g"))),
        asking("invoke, get loaded", 1, NONE, NONE, c -> c.invoke(8, calls("gg"))),
        asking("invoke, set", NONE, NONE, 1, c -> c.invoke(1, calls("s"))),
        asking("invoke, get and set", NONE, NONE, 1, c -> c.invoke(1, calls("gsgs"))),
        asking("invoke, set new", 1, NONE, NONE, c -> c.invoke(3, calls("sgs"))),
        asking("invoke, get loaded and set", 1, NONE, NONE, c -> c.invoke(8, calls("gs"))),
        asking("invoke, remove", NONE, NONE, NONE, c -> c.invoke(1, calls("gr"))),
        asking("invoke, remove and set", NONE, NONE, 1, c -> c.invoke(1, calls("rs"))),
        asking("invoke, set and remove new", NONE, NONE, NONE, c -> c.invoke(3, calls("sr"))),
        asking("invokeAll, get", NONE, 2, NONE, c -> c.invokeAll(Set.of(1, 2, 3), calls("g"))));
  }

  private static void load(Cache<Integer, String> cache, boolean replace, Integer... keys) {
    CountingCompletion completion = new CountingCompletion();
    cache.loadAll(Set.of(keys), replace, completion);
    completion.awaitDone();
  }

  /** E: exists, g: get, s: set, r: remove. */
  private static EntryProcessor<Integer, String, String> calls(String calls) {
    return (entry, arguments) -> {
      for (int i = 0; i < calls.length(); i++) {
        switch (calls.charAt(i)) {
          case 'g' -> entry.getValue();
          case 's' -> entry.setValue("x");
          case 'r' -> entry.remove();
          default -> entry.exists();
        }
      }
      return null;
    };
  }

  @ParameterizedTest
  @MethodSource("operations")
  void operation_asksForItsDurationOnly(Asking asking) {
    CountingPolicy policy = new CountingPolicy();
    RecordingLoader<Integer, String> loader = new RecordingLoader<>();
    Cache<Integer, String> cache = create(texts().expiry(() -> policy).readThrough(() -> loader));
    cache.putAll(Map.of(1, "one", 2, "two"));
    loader.system.putAll(Map.of(8, "eight", 9, "nine"));
    policy.drain();
    asking.operation().accept(cache);
    assertThat(policy.drain()).isEqualTo(asking.asked());
  }
}
