package io.github.thermae.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.model.Rule.Effect;
import io.github.thermae.model.Rule.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a cache answered with what a {@link PlainMap} says, remembers the last steps, and
 * sees to it that by value nobody shares an object and by reference everybody does.
 */
final class Judge {
  private static final int SHOWN_STEPS = 50;

  private final Kind kind;
  private final PlainMap map;
  private final Faults faults;
  private final Deque<String> steps = new ArrayDeque<>();

  /** By reference: keys whose object in the cache is the one in the map. */
  private final Set<Object> known = new HashSet<>();

  /** By value: what the user handed over in this step, and may change after it. */
  private final List<Note> handedOver = new ArrayList<>();

  private long readFaultsBefore;
  private long failed;

  Judge(Kind kind, PlainMap map, Faults faults) {
    this.kind = kind;
    this.map = map;
    this.faults = faults;
  }

  void beginStep() {
    readFaultsBefore = faults.injectedReads();
  }

  /** How many operations have failed because of a fault. */
  long failed() {
    return failed;
  }

  String lastSteps() {
    return String.join("\n", steps);
  }

  /** What the user gives to the cache for this value. */
  Note given(Note value) {
    if (!kind.byValue()) {
      return value;
    }
    Note his = value.copy();
    handedOver.add(his);
    return his;
  }

  /** An operation on one key. */
  void single(String what, Object key, Supplier<@Nullable Object> call, Rule rule) {
    attempt(
        what + " of " + shown(key),
        () -> {
          Object result = call.get();
          return () -> settle(what, key, result, rule);
        });
  }

  /**
   * Any operation. If it fails by an injected fault, nothing has changed; else what it returns is
   * run, which compares.
   */
  void attempt(String what, Supplier<Runnable> operation) {
    log(what + " (" + map.script() + ")");
    Runnable comparison;
    try {
      comparison = operation.get();
    } catch (CacheException e) {
      if (!InjectedException.isCauseOf(e)) {
        throw e;
      }
      failed++;
      log("  failed");
      return;
    } finally {
      handedOver.forEach(Note::scribble);
      handedOver.clear();
    }
    comparison.run();
  }

  /** Compares one key's result, and carries out the effect on the map. */
  void settle(String what, Object key, @Nullable Object result, Rule rule) {
    log("  " + shown(key) + " -> " + result);
    Note current = map.live(key);
    Verdict verdict = rule.of(current);
    if (current != null && !Objects.equals(verdict.result(), result) && mayBeAbsent(key)) {
      verdict = rule.of(null);
      if (map.isDoubtful(key)) {
        map.learn(key, false);
      }
    }
    assertThat(result).as("%s of %s", what, shown(key)).isEqualTo(verdict.result());
    if (result instanceof Note returned) {
      compareObjects(key, returned, current);
    }
    change(key, verdict);
  }

  private void change(Object key, Verdict verdict) {
    map.change(key, verdict.effect(), verdict.stored());
    if (verdict.effect() == Effect.STORE) {
      known.add(key);
    }
  }

  /** Evicted from memory, or in the file and not to be read because of a fault. */
  private boolean mayBeAbsent(Object key) {
    return map.isDoubtful(key) || faults.injectedReads() > readFaultsBefore;
  }

  private void compareObjects(Object key, Note returned, @Nullable Note current) {
    if (kind.byValue()) {
      // What a user may do with a copy.
      returned.scribble();
    } else if (known.contains(key)) {
      assertThat(returned).as("the object of %s", shown(key)).isSameAs(current);
    } else {
      map.learnObject(key, returned);
      known.add(key);
    }
  }

  /** The store was opened again: objects are new ones. */
  void forgetObjects() {
    known.clear();
  }

  void log(String text) {
    if (steps.size() == SHOWN_STEPS) {
      steps.removeFirst();
    }
    steps.addLast(text);
  }

  static String shown(Object key) {
    return key.getClass().getSimpleName() + " " + key;
  }
}
