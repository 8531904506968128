package io.github.thermae.model;

import org.jspecify.annotations.Nullable;

/** What an operation returns, and does to its entry, if this is the entry's live value. */
@FunctionalInterface
interface Rule {
  Verdict of(@Nullable Note current);

  /** A read that counts as an access. */
  static Verdict get(@Nullable Note current) {
    return current == null ? Verdict.nothing(null) : Verdict.access(current);
  }

  /**
   * A result and an effect.
   *
   * @param stored the new value where the effect is to store one
   */
  record Verdict(@Nullable Object result, Effect effect, @Nullable Note stored) {
    static Verdict nothing(@Nullable Object result) {
      return new Verdict(result, Effect.NONE, null);
    }

    static Verdict access(@Nullable Object result) {
      return new Verdict(result, Effect.ACCESS, null);
    }

    static Verdict remove(@Nullable Object result) {
      return new Verdict(result, Effect.REMOVE, null);
    }

    static Verdict store(@Nullable Object result, Note value) {
      return new Verdict(result, Effect.STORE, value);
    }
  }

  /** What an operation does to its entry. */
  enum Effect {
    /** Nothing; not even an access. */
    NONE,
    /** The policy's access duration applies. */
    ACCESS,
    /** There is a new value. */
    STORE,
    /** There is none any more. */
    REMOVE
  }
}
