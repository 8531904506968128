package io.github.thermae.jsr107;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.config.ThermaeConfiguration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.EntryProcessorResult;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Entry processors: what they see, what they leave behind, what they throw. */
@ParameterizedClass
@EnumSource
class EntryProcessorTest extends AnyStore {
  private final RecordingWriter<Integer, String> writer = new RecordingWriter<>();
  private final RecordingListener<Integer, String> listener = new RecordingListener<>();

  private Cache<Integer, String> observed() {
    return create(
        texts().writeThrough(() -> writer).listener(listener.synchronous()).statistics(true));
  }

  private void forgetPast() {
    writer.drain();
    listener.drain();
    statistics().clear();
  }

  // ------------------------------------------------------------------ all sequences of calls

  /** What a processor can call on its entry. */
  private enum Call {
    EXISTS,
    GET,
    SET,
    REMOVE
  }

  /**
   * Every sequence of up to three calls, on an entry that is there and on one that is not: what is
   * seen on the way, and what is stored, published, written and counted in the end.
   */
  @Test
  void invoke_everySequenceOfCalls_isOneChangeAtTheEnd() {
    Cache<Integer, String> cache = observed();
    int key = 0;
    for (List<Call> calls : sequences(3)) {
      assertSequence(cache, key++, "before", calls);
      assertSequence(cache, key++, null, calls);
    }
    Map<Object, Object> found = new HashMap<>();
    cache.forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    assertThat(found).isEqualTo(writer.system);
  }

  private static List<List<Call>> sequences(int longest) {
    List<List<Call>> all = new ArrayList<>();
    all.add(List.of());
    for (int start = 0, length = 1; length <= longest; length++) {
      int end = all.size();
      for (; start < end; start++) {
        for (Call next : Call.values()) {
          List<Call> longer = new ArrayList<>(all.get(start));
          longer.add(next);
          all.add(longer);
        }
      }
    }
    return all;
  }

  private void assertSequence(
      Cache<Integer, String> cache, int key, @Nullable String before, List<Call> calls) {
    if (before != null) {
      cache.put(key, before);
    }
    forgetPast();
    String after = cache.invoke(key, replay(before, calls));
    String what = calls + " on " + before;
    assertThat(cache.containsKey(key)).as(what).isEqualTo(after != null);

    boolean wasSet = after != null && calls.contains(Call.SET);
    boolean wasRemoved = before != null && after == null;
    List<String> events =
        wasSet
            ? List.of(
                before == null
                    ? "CREATED " + key + "=" + after
                    : "UPDATED " + key + "=" + after + " was " + before)
            : wasRemoved ? List.of("REMOVED " + key + " was " + before) : List.of();
    assertThat(listener.drain()).as(what).isEqualTo(events);
    if (wasSet || wasRemoved) {
      assertThat(writer.drain())
          .as(what)
          .containsExactly(wasSet ? "write " + key + "=" + after : "delete " + key);
    } else if (!calls.contains(Call.REMOVE)) {
      assertThat(writer.drain()).as(what).isEmpty();
    }
    assertThat(statistics().getCachePuts()).as(what).isEqualTo(wasSet ? 1 : 0);
    assertThat(statistics().getCacheRemovals()).as(what).isEqualTo(wasRemoved ? 1 : 0);
    assertThat(statistics().getCacheHits()).as(what).isEqualTo(before == null ? 0 : 1);
    assertThat(statistics().getCacheMisses()).as(what).isEqualTo(before == null ? 1 : 0);
    assertThat(cache.get(key)).as(what).isEqualTo(after);
  }

  /** Makes the calls, checks each against a model, and returns the value that is to be stored. */
  private static EntryProcessor<Integer, String, String> replay(
      @Nullable String before, List<Call> calls) {
    return (entry, arguments) -> {
      String value = before;
      int number = 0;
      for (Call call : calls) {
        switch (call) {
          case EXISTS -> {}
          case GET -> assertThat(entry.getValue()).isEqualTo(value);
          case SET -> {
            value = "set " + number++;
            entry.setValue(value);
          }
          case REMOVE -> {
            entry.remove();
            value = null;
          }
        }
        assertThat(entry.exists()).as(call + " of " + calls).isEqualTo(value != null);
      }
      return value;
    };
  }

  // ------------------------------------------------------------------ results and arguments

  @Test
  void invoke_argumentsAndResult_arePassed() {
    Cache<Integer, String> cache = observed();
    cache.put(1, "one");
    String result =
        cache.invoke(
            1,
            (entry, arguments) -> {
              assertThat(arguments).containsExactly("a", 2, null);
              return entry.getKey() + entry.getValue();
            },
            "a",
            2,
            null);
    assertThat(result).isEqualTo("1one");
    assertThat(cache.<Object>invoke(1, (entry, arguments) -> null)).isNull();
    int length = cache.<Integer>invoke(1, (entry, arguments) -> arguments.length);
    assertThat(length).isZero();
  }

  @Test
  void invokeAll_hasOneResultPerKeyThatGaveOne() {
    Cache<Integer, String> cache = observed();
    cache.putAll(Map.of(1, "one", 2, "two"));
    Map<Integer, EntryProcessorResult<String>> results =
        cache.invokeAll(
            Set.of(1, 2, 3, 4),
            (entry, arguments) -> {
              if (entry.getKey() == 4) {
                throw new IllegalArgumentException("four");
              }
              String value = entry.getValue();
              entry.setValue("x" + entry.getKey());
              return value;
            });
    assertThat(results).containsOnlyKeys(1, 2, 4);
    assertThat(Objects.requireNonNull(results.get(1)).get()).isEqualTo("one");
    assertThatThrownBy(() -> Objects.requireNonNull(results.get(4)).get())
        .isInstanceOf(EntryProcessorException.class)
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(cache.getAll(Set.of(1, 2, 3, 4)))
        .containsExactlyInAnyOrderEntriesOf(Map.of(1, "x1", 2, "x2", 3, "x3"));
    assertThat(cache.<String>invokeAll(Set.of(), (entry, arguments) -> "x")).isEmpty();
  }

  @Test
  void invoke_badArguments_throws() {
    Cache<Integer, String> cache = observed();
    EntryProcessor<Integer, String, String> none = (entry, arguments) -> null;
    assertThatThrownBy(() -> cache.invoke(null, none)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> cache.invoke(1, null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> cache.invokeAll(null, none)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> cache.invokeAll(Set.of(1), null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> cache.invokeAll(Collections.singleton(null), none))
        .isInstanceOf(NullPointerException.class);
    cache.close();
    assertThatThrownBy(() -> cache.invoke(1, none)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> cache.invokeAll(Set.of(1), none))
        .isInstanceOf(IllegalStateException.class);
  }

  // ------------------------------------------------------------------ failures

  @Test
  void invoke_processorFails_isWrapped_changesNothingAndStillCountsTheLookup() {
    Cache<Integer, String> cache = observed();
    cache.put(1, "one");
    forgetPast();
    IllegalStateException thrown = new IllegalStateException("no");
    for (int key : new int[] {1, 2}) {
      assertThatThrownBy(() -> cache.invoke(key, setting("x", thrown)))
          .isInstanceOf(EntryProcessorException.class)
          .cause()
          .isSameAs(thrown);
      assertThatThrownBy(() -> cache.invoke(key, removing(thrown)))
          .isInstanceOf(EntryProcessorException.class);
    }
    assertThat(listener.events).isEmpty();
    assertThat(writer.calls).isEmpty();
    assertThat(statistics().getCachePuts()).isZero();
    assertThat(statistics().getCacheRemovals()).isZero();
    assertThat(statistics().getCacheHits()).isEqualTo(2);
    assertThat(statistics().getCacheMisses()).isEqualTo(2);
    assertThat(cache.getAll(Set.of(1, 2))).containsExactlyEntriesOf(Map.of(1, "one"));
  }

  private static EntryProcessor<Integer, String, String> setting(
      String value, RuntimeException thrown) {
    return (entry, arguments) -> {
      entry.setValue(value);
      throw thrown;
    };
  }

  private static EntryProcessor<Integer, String, String> removing(RuntimeException thrown) {
    return (entry, arguments) -> {
      entry.remove();
      throw thrown;
    };
  }

  @Test
  void invoke_kindsOfExceptions_comeOutAsEntryProcessorExceptionsOnce() {
    Cache<Integer, String> cache = observed();
    EntryProcessorException own = new EntryProcessorException("mine");
    assertThatThrownBy(() -> cache.invoke(1, setting("x", own))).isSameAs(own);
    CacheException other = new CacheException("mine");
    assertThatThrownBy(() -> cache.invoke(1, setting("x", other)))
        .isInstanceOf(EntryProcessorException.class)
        .cause()
        .isSameAs(other);
    Error error = new StackOverflowError("deep");
    EntryProcessor<Integer, String, String> deep =
        (entry, arguments) -> {
          entry.setValue("x");
          throw error;
        };
    assertThatThrownBy(() -> cache.invoke(1, deep)).isSameAs(error);
    assertThat(cache.containsKey(1)).isFalse();
  }

  @Test
  void setValue_nullOrOfAWrongType_failsAndChangesNothing() {
    Cache<Integer, String> cache = observed();
    assertThatThrownBy(
            () ->
                cache.invoke(
                    1,
                    (entry, arguments) -> {
                      entry.setValue(null);
                      return null;
                    }))
        .isInstanceOf(EntryProcessorException.class)
        .hasCauseInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> cache.invoke(1, settingAnInteger()))
        .hasRootCauseInstanceOf(ClassCastException.class);
    assertThat(cache.containsKey(1)).isFalse();
    assertThat(writer.calls).isEmpty();
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // that is the mistake
  private static EntryProcessor<Integer, String, String> settingAnInteger() {
    return (entry, arguments) -> {
      ((MutableEntry) entry).setValue(1);
      return null;
    };
  }

  @Test
  void unwrap_toAForeignType_isRefused() {
    Cache<Integer, String> cache = observed();
    cache.invoke(
        1,
        (entry, arguments) -> {
          assertThat(entry.unwrap(MutableEntry.class)).isSameAs(entry);
          assertThatThrownBy(() -> entry.unwrap(String.class))
              .isInstanceOf(IllegalArgumentException.class);
          return null;
        });
  }

  // ------------------------------------------------------------------ by value

  @Test
  void invoke_valueIsChangedInPlace_isStoredOnlyIfSet() {
    Cache<Integer, MutableText> cache =
        create(ThermaeConfiguration.builder(Integer.class, MutableText.class));
    cache.put(1, new MutableText("one"));
    List<MutableText> leaked = new ArrayList<>();
    cache.invoke(
        1,
        (entry, arguments) -> {
          entry.getValue().text = "changed";
          assertThat(entry.getValue().text).isEqualTo("changed");
          return null;
        });
    assertThat(cache.get(1).text).isEqualTo("one");
    cache.invoke(
        1,
        (entry, arguments) -> {
          MutableText value = entry.getValue();
          value.text = "set";
          entry.setValue(value);
          leaked.add(value);
          return null;
        });
    leaked.get(0).text = "changed later";
    assertThat(cache.get(1).text).isEqualTo("set");
  }

  @Test
  void invoke_keyIsChangedLater_entryKeepsItsKey() {
    Cache<MutableKey, String> cache =
        create(ThermaeConfiguration.builder(MutableKey.class, String.class));
    MutableKey key = new MutableKey("a");
    List<MutableKey> leaked = new ArrayList<>();
    cache.invoke(
        key,
        (entry, arguments) -> {
          entry.setValue("of a");
          leaked.add(entry.getKey());
          return null;
        });
    leaked.get(0).name = "b";
    key.name = "c";
    assertThat(cache.get(new MutableKey("a"))).isEqualTo("of a");
    assertThat(cache.containsKey(new MutableKey("b"))).isFalse();
    assertThat(cache.containsKey(new MutableKey("c"))).isFalse();
  }

  // ------------------------------------------------------------------ using the same key

  @Test
  void invoke_readsItsOwnKeyFromTheCache_seesTheStateBefore() {
    Cache<Integer, String> cache = observed();
    cache.put(1, "one");
    String seen =
        cache.invoke(
            1,
            (entry, arguments) -> {
              entry.setValue("two");
              return cache.get(1);
            });
    assertThat(seen).isEqualTo("one");
    assertThat(cache.get(1)).isEqualTo("two");
  }

  @Test
  void invoke_writesItsOwnKeyIntoTheCache_keepsTheWriteUnlessItSetsAValueItself() {
    Cache<Integer, String> cache = observed();
    for (String before : new String[] {"there", "absent"}) {
      cache.removeAll();
      if (before.equals("there")) {
        cache.put(1, before);
      }
      cache.invoke(
          1,
          (entry, arguments) -> {
            cache.put(1, "nested");
            return null;
          });
      assertThat(cache.get(1)).as(before).isEqualTo("nested");
      cache.invoke(
          1,
          (entry, arguments) -> {
            entry.getValue();
            cache.put(1, "nested again");
            return null;
          });
      assertThat(cache.get(1)).as(before).isEqualTo("nested again");
      cache.invoke(
          1,
          (entry, arguments) -> {
            entry.setValue("set");
            cache.put(1, "nested");
            return null;
          });
      assertThat(cache.get(1)).as(before).isEqualTo("set");
      cache.invoke(
          1,
          (entry, arguments) -> {
            entry.remove();
            cache.put(1, "nested");
            return null;
          });
      assertThat(cache.containsKey(1)).as(before).isFalse();
    }
  }

  @Test
  void invoke_nestedInvokeOnTheSameKey_works() {
    Cache<Integer, String> cache = observed();
    cache.put(1, "one");
    String result =
        cache.invoke(
            1,
            (entry, arguments) ->
                "outer "
                    + cache.<String>invoke(
                        1,
                        (inner, more) -> {
                          inner.setValue("inner");
                          return inner.getValue();
                        }));
    assertThat(result).isEqualTo("outer inner");
    assertThat(cache.get(1)).isEqualTo("inner");
  }
}
