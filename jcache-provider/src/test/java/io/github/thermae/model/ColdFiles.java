package io.github.thermae.model;

import io.github.thermae.config.EncryptionOptions;
import io.github.thermae.config.KeyDerivation;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.internal.crypto.SealedStore;
import io.github.thermae.internal.sqlite.SqliteStore;
import io.github.thermae.internal.store.ColdStore;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Cold tiers put together as the provider does it, for tests that bring a clock or faults. */
public final class ColdFiles {
  private ColdFiles() {}

  /** The cold tier of these options, or null without a file. */
  public static @Nullable ColdStore open(StoreOptions options) {
    return options.path().map(path -> open(path, options)).orElse(null);
  }

  private static ColdStore open(Path path, StoreOptions options) {
    return options
        .encryption()
        .<ColdStore>map(
            encryption ->
                SealedStore.open(
                    path, encryption, seal -> SqliteStore.open(path, options.synchronous(), seal)))
        .orElseGet(() -> SqliteStore.open(path, options.synchronous()));
  }

  /** A password, by the way to a key that is quickest in tests. */
  public static EncryptionOptions encryption() {
    return EncryptionOptions.passwordFrom("test password"::toCharArray)
        .withKeyDerivation(KeyDerivation.PBKDF2);
  }
}
