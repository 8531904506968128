package io.github.thermae.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operation's decision, for a live value and for none. */
class OperationsTest {
  /** What an operation decides on "old", and on nothing. */
  private record Decisions(
      String name, Operation<String, ?> operation, Decision onOld, Decision onNothing) {
    @Override
    public String toString() {
      return name;
    }
  }

  private record Decision(
      Effect effect, @Nullable String value, @Nullable Object result, Lookup lookup) {}

  private static Decision decision(
      Effect effect, @Nullable String value, @Nullable Object result, Lookup lookup) {
    return new Decision(effect, value, result, lookup);
  }

  static Stream<Decisions> operations() {
    Decision missed = decision(Effect.NONE, null, false, Lookup.MISS);
    Decision unlike = decision(Effect.ACCESS, null, false, Lookup.HIT);
    return Stream.of(
        new Decisions(
            "get",
            Operations.get(),
            decision(Effect.ACCESS, null, "old", Lookup.HIT),
            decision(Effect.LOAD, null, null, Lookup.MISS)),
        new Decisions(
            "visit",
            Operations.visit(),
            decision(Effect.ACCESS, null, "old", Lookup.HIT),
            decision(Effect.NONE, null, null, Lookup.UNCOUNTED)),
        new Decisions(
            "contains",
            Operations.contains(),
            decision(Effect.NONE, null, true, Lookup.UNCOUNTED),
            decision(Effect.NONE, null, false, Lookup.UNCOUNTED)),
        new Decisions(
            "put",
            Operations.put("new"),
            decision(Effect.STORE, "new", true, Lookup.UNCOUNTED),
            decision(Effect.STORE, "new", true, Lookup.UNCOUNTED)),
        new Decisions(
            "getAndPut",
            Operations.getAndPut("new"),
            decision(Effect.STORE, "new", "old", Lookup.HIT),
            decision(Effect.STORE, "new", null, Lookup.MISS)),
        new Decisions(
            "putIfAbsent",
            Operations.putIfAbsent("new"),
            decision(Effect.NONE, null, false, Lookup.HIT),
            decision(Effect.STORE, "new", true, Lookup.MISS)),
        new Decisions(
            "remove",
            Operations.remove(),
            decision(Effect.REMOVE, null, true, Lookup.UNCOUNTED),
            decision(Effect.REMOVE, null, false, Lookup.UNCOUNTED)),
        new Decisions(
            "removeIfPresent",
            Operations.removeIfPresent(),
            decision(Effect.REMOVE, null, true, Lookup.UNCOUNTED),
            decision(Effect.DISCARD, null, false, Lookup.UNCOUNTED)),
        new Decisions(
            "remove, expected",
            Operations.remove("old"),
            decision(Effect.REMOVE, null, true, Lookup.HIT),
            missed),
        new Decisions("remove, other", Operations.remove("other"), unlike, missed),
        new Decisions(
            "getAndRemove",
            Operations.getAndRemove(),
            decision(Effect.REMOVE, null, "old", Lookup.HIT),
            decision(Effect.REMOVE, null, null, Lookup.MISS)),
        new Decisions(
            "replace",
            Operations.replace("new"),
            decision(Effect.STORE, "new", true, Lookup.HIT),
            missed),
        new Decisions(
            "replace, expected",
            Operations.replace("old", "new"),
            decision(Effect.STORE, "new", true, Lookup.HIT),
            missed),
        new Decisions("replace, other", Operations.replace("other", "new"), unlike, missed),
        new Decisions(
            "getAndReplace",
            Operations.getAndReplace("new"),
            decision(Effect.STORE, "new", "old", Lookup.HIT),
            decision(Effect.NONE, null, null, Lookup.MISS)),
        new Decisions(
            "replaceByLoaded",
            Operations.replaceByLoaded("new"),
            decision(Effect.STORE_LOADED, "new", true, Lookup.UNCOUNTED),
            decision(Effect.STORE_LOADED, "new", true, Lookup.UNCOUNTED)),
        new Decisions(
            "addLoaded",
            Operations.addLoaded("new"),
            decision(Effect.NONE, null, false, Lookup.UNCOUNTED),
            decision(Effect.STORE_LOADED, "new", true, Lookup.UNCOUNTED)));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void decide_onALiveValueAndOnNothing(Decisions decisions) {
    assertThat(seen(decisions.operation().decide("old"))).isEqualTo(decisions.onOld());
    assertThat(seen(decisions.operation().decide(null))).isEqualTo(decisions.onNothing());
  }

  private static Decision seen(Outcome<String, ?> outcome) {
    return decision(outcome.effect(), outcome.value(), outcome.result(), outcome.lookup());
  }
}
