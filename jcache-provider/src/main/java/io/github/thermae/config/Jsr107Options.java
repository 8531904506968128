package io.github.thermae.config;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * What settings say of a cache that JSR-107 has in a cache's configuration. It holds where the code
 * leaves JSR-107's own default, and for caches that are made because the configuration file names
 * them. Immutable.
 *
 * @param keyType {@code key-type}: the name of the class of keys; {@code java.lang} may be left out
 * @param valueType {@code value-type}: the name of the class of values
 * @param storeByValue {@code store-by-value}: whether readers and writers get copies of what can
 *     change, or the object itself
 * @param statistics {@code statistics}: whether hits, misses and the like are counted
 * @param management {@code management}: whether the configuration is shown as an MXBean
 * @param loader {@code loader}: the name of a class that implements {@code CacheLoader}, or {@code
 *     Factory} of one, with a public constructor without parameters; missing values are read by it
 * @param writer {@code writer}: the same of a {@code CacheWriter}; every write goes to it first
 */
public record Jsr107Options(
    Optional<String> keyType,
    Optional<String> valueType,
    Optional<Boolean> storeByValue,
    Optional<Boolean> statistics,
    Optional<Boolean> management,
    Optional<String> loader,
    Optional<String> writer) {
  /** Nothing set. */
  public static final Jsr107Options NONE =
      new Jsr107Options(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** These options, and what they leave open from others. */
  public Jsr107Options orElse(Jsr107Options others) {
    return new Jsr107Options(
        keyType.or(others::keyType),
        valueType.or(others::valueType),
        storeByValue.or(others::storeByValue),
        statistics.or(others::statistics),
        management.or(others::management),
        loader.or(others::loader),
        writer.or(others::writer));
  }

  /** These options with a class of keys. */
  public Jsr107Options withKeyType(String className) {
    return with(draft -> draft.keyType = Optional.of(className));
  }

  /** These options with a class of values. */
  public Jsr107Options withValueType(String className) {
    return with(draft -> draft.valueType = Optional.of(className));
  }

  /** These options with copies, or without. */
  public Jsr107Options withStoreByValue(boolean byValue) {
    return with(draft -> draft.storeByValue = Optional.of(byValue));
  }

  /** These options with counting, or without. */
  public Jsr107Options withStatistics(boolean enabled) {
    return with(draft -> draft.statistics = Optional.of(enabled));
  }

  /** These options with the MXBean of the configuration, or without. */
  public Jsr107Options withManagement(boolean enabled) {
    return with(draft -> draft.management = Optional.of(enabled));
  }

  /** These options with a loader. */
  public Jsr107Options withLoader(String className) {
    return with(draft -> draft.loader = Optional.of(className));
  }

  /** These options with a writer. */
  public Jsr107Options withWriter(String className) {
    return with(draft -> draft.writer = Optional.of(className));
  }

  private Jsr107Options with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new Jsr107Options(
        draft.keyType,
        draft.valueType,
        draft.storeByValue,
        draft.statistics,
        draft.management,
        draft.loader,
        draft.writer);
  }

  /** These options while one of them is changed. */
  private static final class Draft {
    private Optional<String> keyType;
    private Optional<String> valueType;
    private Optional<Boolean> storeByValue;
    private Optional<Boolean> statistics;
    private Optional<Boolean> management;
    private Optional<String> loader;
    private Optional<String> writer;

    Draft(Jsr107Options from) {
      keyType = from.keyType;
      valueType = from.valueType;
      storeByValue = from.storeByValue;
      statistics = from.statistics;
      management = from.management;
      loader = from.loader;
      writer = from.writer;
    }
  }
}
