package io.github.thermae.internal.jcache;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an operation decided: its effect, the value to be stored if any, its result, and how it
 * counts.
 *
 * @param ifLoaded the result when the effect is {@link Effect#LOAD} and the loader had a value
 */
record Outcome<V, R extends @Nullable Object>(
    Effect effect,
    @Nullable V value,
    @Nullable R result,
    Lookup lookup,
    @Nullable Function<V, R> ifLoaded) {

  static <V, R extends @Nullable Object> Outcome<V, R> nothing(@Nullable R result, Lookup lookup) {
    return new Outcome<>(Effect.NONE, null, result, lookup, null);
  }

  static <V, R extends @Nullable Object> Outcome<V, R> access(@Nullable R result, Lookup lookup) {
    return new Outcome<>(Effect.ACCESS, null, result, lookup, null);
  }

  static <V, R extends @Nullable Object> Outcome<V, R> store(
      V value, @Nullable R result, Lookup lookup) {
    return new Outcome<>(Effect.STORE, value, result, lookup, null);
  }

  static <V, R extends @Nullable Object> Outcome<V, R> storeLoaded(
      V value, @Nullable R result, Lookup lookup) {
    return new Outcome<>(Effect.STORE_LOADED, value, result, lookup, null);
  }

  static <V, R extends @Nullable Object> Outcome<V, R> remove(@Nullable R result, Lookup lookup) {
    return new Outcome<>(Effect.REMOVE, null, result, lookup, null);
  }

  static <V, R extends @Nullable Object> Outcome<V, R> discard(@Nullable R result, Lookup lookup) {
    return new Outcome<>(Effect.DISCARD, null, result, lookup, null);
  }

  static <V, R extends @Nullable Object> Outcome<V, R> load(
      @Nullable R ifAbsent, Function<V, R> ifLoaded, Lookup lookup) {
    return new Outcome<>(Effect.LOAD, null, ifAbsent, lookup, ifLoaded);
  }

  /** The result, under its own type: nullable where the operation's is. */
  @SuppressWarnings("NullAway") // NullAway does not follow R's bound
  R answer() {
    return result;
  }

  /** The same with a newer value than the loader's; nothing if the newest is a removal. */
  Outcome<V, R> withLoaded(@Nullable V newer) {
    return newer == null
        ? nothing(result, lookup)
        : new Outcome<>(effect, newer, result, lookup, ifLoaded);
  }

  /** What a load comes to, once the loader has answered. */
  Outcome<V, R> loaded(@Nullable V loaded) {
    return loaded == null || ifLoaded == null
        ? nothing(result, lookup)
        : storeLoaded(loaded, ifLoaded.apply(loaded), lookup);
  }
}
