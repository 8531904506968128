package io.github.thermae.config;

import com.google.errorprone.annotations.Immutable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a store: their names, how text becomes an option and back, and which of them hold
 * for everybody who shares the file.
 */
enum StoreSetting {
  /** The SQLite file. */
  PATH(StoreOptions.PATH, StoreOptions.Builder::path, options -> options.path),

  /** What a write promises. */
  PERSIST_MODE(
      StoreOptions.PERSIST_MODE,
      (builder, text) -> builder.persistMode(Values.constant(PersistMode.class, text)),
      options -> options.persistMode,
      StoreOptions::persistMode),

  /** When SQLite waits for the disk. */
  SYNCHRONOUS(
      StoreOptions.SYNCHRONOUS,
      (builder, text) -> builder.synchronous(Values.constant(Synchronous.class, text)),
      options -> options.synchronous,
      StoreOptions::synchronous),

  /** How long a change waits at most for the flusher. */
  FLUSH_INTERVAL(
      StoreOptions.FLUSH_INTERVAL,
      (builder, text) -> builder.flushInterval(Values.duration(text)),
      options -> options.flushInterval,
      StoreOptions::flushInterval),

  /** How many waiting entries wake the flusher. */
  FLUSH_BATCH(
      StoreOptions.FLUSH_BATCH,
      (builder, text) -> builder.flushBatch(Values.smallNumber(text)),
      options -> options.flushBatch,
      StoreOptions::flushBatch),

  /** The flush queue's bound in entries. */
  QUEUE_MAX_ENTRIES(
      StoreOptions.QUEUE_MAX_ENTRIES,
      (builder, text) -> builder.queueMaxEntries(Values.number(text)),
      options -> options.queueMaxEntries,
      StoreOptions::queueMaxEntries),

  /** The flush queue's bound in bytes. */
  QUEUE_MAX_BYTES(
      StoreOptions.QUEUE_MAX_BYTES,
      (builder, text) -> builder.queueMaxBytes(Values.memoryBytes(text)),
      options -> options.queueMaxBytes,
      StoreOptions::queueMaxBytes),

  /** The warm tier's bound. */
  WARM_MAX_BYTES(
      StoreOptions.WARM_MAX_BYTES,
      (builder, text) -> builder.warmMaxBytes(Values.memoryBytes(text)),
      options -> options.warmMaxBytes,
      StoreOptions::warmMaxBytes),

  /** The cold tier's bound. */
  COLD_MAX_BYTES(
      StoreOptions.COLD_MAX_BYTES,
      (builder, text) -> builder.coldMaxBytes(Values.bytes(text)),
      options -> options.coldMaxBytes,
      options -> options.coldMaxBytes == null ? "none" : options.coldMaxBytes),

  /** Entries loaded after opening; each manager has hot tiers of its own. */
  PRELOAD(
      StoreOptions.PRELOAD,
      (builder, text) -> builder.preload(Values.smallNumber(text)),
      options -> options.preload,
      null,
      StoreOptions::preload),

  /** Whether the end of the JVM flushes. */
  SHUTDOWN_HOOK(
      StoreOptions.SHUTDOWN_HOOK,
      (builder, text) -> builder.shutdownHook(Values.truth(text)),
      options -> options.shutdownHook,
      StoreOptions::shutdownHook),

  /** The classes that may be read; each manager has a class loader of its own. */
  ALLOWED_CLASSES(
      StoreOptions.ALLOWED_CLASSES,
      (builder, text) -> builder.allowedClasses(Values.list(text)),
      options -> options.allowedClasses.isEmpty() ? null : options.allowedClasses),

  /** The password itself; no text is made of it. Who shares the file is asked for it apart. */
  ENCRYPTION_PASSWORD(
      StoreOptions.ENCRYPTION_PASSWORD,
      (builder, text) -> builder.passwordBy(new PasswordSource.Text(text)),
      options -> null),

  /** A file with the password. */
  ENCRYPTION_PASSWORD_FILE(
      StoreOptions.ENCRYPTION_PASSWORD_FILE,
      (builder, text) -> builder.passwordBy(new PasswordSource.OfFile(Values.path(text))),
      options -> options.encryptionText(StoreOptions.ENCRYPTION_PASSWORD_FILE)),

  /** An environment variable with the password. */
  ENCRYPTION_PASSWORD_ENV(
      StoreOptions.ENCRYPTION_PASSWORD_ENV,
      (builder, text) -> builder.passwordBy(new PasswordSource.Environment(text)),
      options -> options.encryptionText(StoreOptions.ENCRYPTION_PASSWORD_ENV)),

  /** How the password becomes a key. */
  ENCRYPTION_KDF(
      StoreOptions.ENCRYPTION_KDF,
      (builder, text) -> builder.keyDerivation(Values.constant(KeyDerivation.class, text)),
      options -> options.encryption().flatMap(EncryptionOptions::keyDerivationIfSet).orElse(null));

  /** Reads text into a builder. */
  @Immutable
  @FunctionalInterface
  private interface Read {
    StoreOptions.Builder into(StoreOptions.Builder builder, String text);
  }

  /** What was set, or null. */
  @Immutable
  @FunctionalInterface
  private interface WhatWasSet {
    @Nullable Object in(StoreOptions options);
  }

  /** What holds, set or not. */
  @Immutable
  @FunctionalInterface
  private interface WhatHolds {
    Object in(StoreOptions options);
  }

  /** All settings. */
  static final List<StoreSetting> ALL = List.of(values());

  private final String key;
  private final Read read;
  private final WhatWasSet set;
  private final @Nullable WhatHolds shared;
  private final @Nullable WhatHolds effective;

  /** A setting of one manager. */
  StoreSetting(String key, Read read, WhatWasSet set) {
    this(key, read, set, null);
  }

  /** A setting in which all managers that share the file must agree. */
  StoreSetting(String key, Read read, WhatWasSet set, @Nullable WhatHolds shared) {
    this(key, read, set, shared, shared);
  }

  StoreSetting(
      String key,
      Read read,
      WhatWasSet set,
      @Nullable WhatHolds shared,
      @Nullable WhatHolds effective) {
    this.key = key;
    this.read = read;
    this.set = set;
    this.shared = shared;
    this.effective = effective;
  }

  /** The setting of a name, without the prefix. */
  static Optional<StoreSetting> of(String key) {
    return ALL.stream().filter(setting -> setting.key.equals(key)).findFirst();
  }

  String key() {
    return key;
  }

  /** Whether this is one of the ways to give the password, of which one is used. */
  boolean isPassword() {
    return key.startsWith(StoreOptions.ENCRYPTION_PASSWORD);
  }

  /** Reads this setting from text. */
  void apply(StoreOptions.Builder builder, String text) {
    read.into(builder, text);
  }

  /** The text of this setting, if it was set. */
  Optional<String> textOf(StoreOptions options) {
    return Optional.ofNullable(set.in(options)).map(Values::textOf);
  }

  /**
   * The text of what a store runs with, set or not; empty if managers that share the store need not
   * agree in this setting.
   */
  Optional<String> sharedTextOf(StoreOptions running) {
    return Optional.ofNullable(shared).map(holds -> Values.textOf(holds.in(running)));
  }

  /** The text of what holds, set or not; {@code none} where nothing does. */
  String effectiveTextOf(StoreOptions options) {
    return effective == null
        ? textOf(options).orElse(CacheSetting.NOTHING)
        : Values.textOf(effective.in(options));
  }
}
