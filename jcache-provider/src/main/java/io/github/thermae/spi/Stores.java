package io.github.thermae.spi;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.thermae.ThermaeException;
import io.github.thermae.config.EncryptionOptions;
import io.github.thermae.config.Settings;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.internal.crypto.SealedStore;
import io.github.thermae.internal.jcache.StoreLease;
import io.github.thermae.internal.sqlite.SqliteStore;
import io.github.thermae.internal.store.ColdStore;
import io.github.thermae.internal.store.StoreClock;
import io.github.thermae.internal.store.StoreKeys;
import io.github.thermae.internal.store.TieredStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The engines of this JVM: one per file, counted by the managers that hold it, whichever provider
 * or class loader they came by. Managers without a file have an engine each. Thread-safe.
 */
final class Stores {
  private static final Stores OF_THIS_JVM = new Stores();

  /** As many as Linux follows; links may lead to each other. */
  private static final int LINKS_MAX = 40;

  @GuardedBy("this")
  private final Map<Path, OpenStore> open = new HashMap<>();

  /**
   * An engine that managers hold.
   *
   * @param sealed its cold tier if the file is encrypted
   */
  private record OpenStore(
      TieredStore store, StoreOptions options, @Nullable SealedStore sealed, int holders) {
    OpenStore heldBy(int newHolders) {
      return new OpenStore(store, options, sealed, newHolders);
    }
  }

  private Stores() {}

  static Stores ofThisJvm() {
    return OF_THIS_JVM;
  }

  /**
   * A hold on the engine for these settings, which is opened if it is not.
   *
   * @param memoryName what to call an engine without a file
   */
  StoreLease lease(Settings settings, String memoryName) {
    return settings.options().path().isPresent()
        ? leaseFile(canonical(settings.options().path().get()), settings)
        : leaseMemory(settings, memoryName);
  }

  private static StoreLease leaseMemory(Settings settings, String name) {
    TieredStore store = new TieredStore(name, null, settings.options(), StoreClock.system());
    return new Lease(store, settings, null, store::close);
  }

  private synchronized StoreLease leaseFile(Path file, Settings settings) {
    StoreOptions options = settings.options();
    OpenStore running = open.get(file);
    if (running == null) {
      running = openStore(file, options);
    } else {
      options.requireFits(running.options());
      requireSamePassword(file, options, running.sealed());
    }
    open.put(file, running.heldBy(running.holders() + 1));
    return new Lease(running.store(), settings, running.sealed(), () -> release(file));
  }

  /** Who shares an encrypted store must know its password too. */
  private static void requireSamePassword(
      Path file, StoreOptions options, @Nullable SealedStore running) {
    Optional<EncryptionOptions> given = options.encryption();
    if (running == null && given.isPresent()) {
      throw new ThermaeException(
          "Store "
              + file
              + " is open in another manager and is not encrypted, but a password was given: leave"
              + " the password out, or choose another path.");
    }
    if (running != null && !given.map(running::fits).orElse(false)) {
      throw new ThermaeException(
          "Store "
              + file
              + " is open in another manager and is encrypted, but "
              + (given.isPresent() ? "another password was given" : "no password was given")
              + ": give the same password.");
    }
  }

  private static OpenStore openStore(Path file, StoreOptions options) {
    SealedStore sealed =
        options
            .encryption()
            .map(
                encryption ->
                    SealedStore.open(
                        file,
                        encryption,
                        seal -> SqliteStore.open(file, options.synchronous(), seal)))
            .orElse(null);
    ColdStore cold = sealed != null ? sealed : SqliteStore.open(file, options.synchronous());
    return new OpenStore(engine(file, options, cold), options, sealed, 0);
  }

  private static TieredStore engine(Path file, StoreOptions options, ColdStore cold) {
    try {
      return new TieredStore(file.toString(), cold, options, StoreClock.system());
    } catch (RuntimeException e) {
      // Or the file would count as open for ever.
      try {
        cold.close();
      } catch (RuntimeException onClose) {
        e.addSuppressed(onClose);
      }
      throw e;
    }
  }

  private synchronized void release(Path file) {
    OpenStore running = open.remove(file);
    if (running == null) {
      return;
    }
    if (running.holders() == 1) {
      running.store().close();
    } else {
      open.put(file, running.heldBy(running.holders() - 1));
    }
  }

  /** One name for a file, by whatever links and relative steps it was given. */
  private static Path canonical(Path path) {
    try {
      return withoutLinks(path.toAbsolutePath().normalize(), LINKS_MAX);
    } catch (IOException e) {
      throw new ThermaeException(
          StoreOptions.PATH + " " + path + " cannot be resolved: " + e.getMessage(), e);
    }
  }

  /** As {@code toRealPath}, for files and folders that are yet to be made too. */
  private static Path withoutLinks(Path path, int linksLeft) throws IOException {
    if (Files.exists(path)) {
      return path.toRealPath();
    }
    if (Files.isSymbolicLink(path)) {
      if (linksLeft == 0) {
        throw new IOException("it is a link that leads nowhere");
      }
      Path target = path.resolveSibling(Files.readSymbolicLink(path)).normalize();
      return withoutLinks(target, linksLeft - 1);
    }
    Path parent = path.getParent();
    return parent == null ? path : withoutLinks(parent, linksLeft).resolve(path.getFileName());
  }

  private static final class Lease implements StoreLease {
    private final TieredStore store;
    private final Settings settings;
    private final @Nullable StoreKeys keys;
    private final Runnable release;
    private final AtomicBoolean held = new AtomicBoolean(true);

    Lease(TieredStore store, Settings settings, @Nullable StoreKeys keys, Runnable release) {
      this.store = store;
      this.settings = settings;
      this.keys = keys;
      this.release = release;
    }

    @Override
    public TieredStore store() {
      return store;
    }

    @Override
    public StoreOptions options() {
      return settings.options();
    }

    @Override
    public Settings settings() {
      return settings;
    }

    @Override
    public Optional<StoreKeys> keys() {
      return Optional.ofNullable(keys);
    }

    @Override
    public void close() {
      if (held.getAndSet(false)) {
        release.run();
      }
    }
  }
}
