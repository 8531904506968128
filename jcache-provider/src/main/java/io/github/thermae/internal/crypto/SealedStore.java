package io.github.thermae.internal.crypto;

import io.github.thermae.RotationListener;
import io.github.thermae.ThermaeException;
import io.github.thermae.config.EncryptionOptions;
import io.github.thermae.internal.codec.ClassShape;
import io.github.thermae.internal.store.ColdStore;
import io.github.thermae.internal.store.ColdTable;
import io.github.thermae.internal.store.FileSeal;
import io.github.thermae.internal.store.KeyedStore;
import io.github.thermae.internal.store.StoreKeys;
import io.github.thermae.internal.store.TableTraits;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cold store over a file in which nothing can be read without the password: neither keys and
 * values nor the names of caches, types, classes and fields. What stays visible is how many tables
 * and rows there are, how long their values are, and their versions and times.
 */
public final class SealedStore implements ColdStore, StoreKeys {
  private static final Logger LOG = LoggerFactory.getLogger(SealedStore.class);

  /** A number whose class nobody can tell: it stays taken, and no class fits it. */
  private static final ClassShape UNAUTHENTIC = new ClassShape("", "not authentic");

  private static final TableTraits ANY = new TableTraits("", "", "");

  private final KeyedStore file;
  private final Vault vault;
  private final SealedText names;
  private final ReentrantLock rotating = new ReentrantLock();

  private SealedStore(KeyedStore file, Vault vault) {
    this.file = file;
    this.vault = vault;
    this.names = new SealedText(vault.indexKey());
    vault.setSaver(file::saveKeys);
  }

  /**
   * Opens an encrypted store.
   *
   * @param path for messages
   * @param opener opens the file with a seal
   * @throws ThermaeException if there is no password or not the right one; nothing on disk has
   *     changed then
   */
  public static SealedStore open(
      Path path, EncryptionOptions options, Function<FileSeal, KeyedStore> opener) {
    return open(path, options, opener, DataKey.USES_MAX);
  }

  static SealedStore open(
      Path path,
      EncryptionOptions options,
      Function<FileSeal, KeyedStore> opener,
      long usesOfKeyMax) {
    return options.withPassword(
        password -> {
          Vault vault = new Vault(path, options.keyDerivation(), password, usesOfKeyMax);
          return new SealedStore(opener.apply(vault), vault);
        });
  }

  /** Whether these options hold the password that opens this store now. */
  public boolean fits(EncryptionOptions options) {
    return vault.fits(options);
  }

  // ------------------------------------------------------------------ keys

  @Override
  public void changePassword(char[] password) {
    if (password.length == 0) {
      throw new ThermaeException(
          "Store " + path() + ": the new password is empty: at least one character is expected");
    }
    vault.changePassword(password);
  }

  @Override
  public void rotate(RotationListener listener) {
    if (!rotating.tryLock()) {
      throw new ThermaeException(
          "Store " + path() + ": another thread is replacing the data key: wait until it is done");
    }
    try {
      int target = vault.beginRotation();
      reseal(target, listener);
      vault.endRotation(target);
    } finally {
      rotating.unlock();
    }
  }

  private void reseal(int target, RotationListener listener) {
    Map<String, SealedTable> tables = tables();
    long total = tables.values().stream().mapToLong(ColdTable::countRows).sum();
    long done = 0;
    for (SealedTable table : tables.values()) {
      ColdTable.KeyPage page = table.reseal(0, target);
      while (!page.keys().isEmpty()) {
        done += page.keys().size();
        listener.progress(done, Math.max(done, total));
        page = table.reseal(page.position(), target);
      }
    }
  }

  private Map<String, SealedTable> tables() {
    Map<String, SealedTable> tables = new HashMap<>();
    for (String name : cacheNames()) {
      tables.put(name, open(name, ANY));
    }
    return tables;
  }

  // ------------------------------------------------------------------ tables

  @Override
  public SealedTable open(String cacheName, TableTraits traits) {
    ColdTable table = file.open(sealedName(cacheName), hidden(cacheName, traits));
    return new SealedTable(cacheName, table, vault, opened(cacheName, table.traits()));
  }

  private String sealedName(String cacheName) {
    return names.seal(SealedText.CACHE, cacheName);
  }

  private TableTraits hidden(String cacheName, TableTraits traits) {
    return new TableTraits(
        names.seal("key type of " + cacheName, traits.keyType()),
        names.seal("value type of " + cacheName, traits.valueType()),
        names.seal("integer key type of " + cacheName, traits.integerKeyType()));
  }

  private TableTraits opened(String cacheName, TableTraits sealed) {
    return new TableTraits(
        authentic(cacheName, names.open("key type of " + cacheName, sealed.keyType())),
        authentic(cacheName, names.open("value type of " + cacheName, sealed.valueType())),
        authentic(
            cacheName, names.open("integer key type of " + cacheName, sealed.integerKeyType())));
  }

  private String authentic(String cacheName, @Nullable String text) {
    if (text == null) {
      throw new ThermaeException(
          "Store "
              + path()
              + ": the types of cache '"
              + cacheName
              + "' in thermae_cache are not those that were stored. Restore the file, or destroy"
              + " the cache.");
    }
    return text;
  }

  @Override
  public Set<String> cacheNames() {
    Set<String> opened = new HashSet<>();
    for (String sealed : file.cacheNames()) {
      String name = names.open(SealedText.CACHE, sealed);
      if (name == null) {
        LOG.warn("Store {}: a cache in thermae_cache has a name that is not authentic", path());
      } else {
        opened.add(name);
      }
    }
    return opened;
  }

  @Override
  public void drop(String cacheName) {
    file.drop(sealedName(cacheName));
  }

  // ------------------------------------------------------------------ classes

  @Override
  public Map<Integer, ClassShape> classes() {
    Map<Integer, ClassShape> classes = new HashMap<>();
    file.classes().forEach((id, stored) -> classes.put(id, opened(id, stored)));
    return classes;
  }

  private ClassShape opened(int id, ClassShape sealed) {
    String name = names.open("class " + id, sealed.className());
    String shape = names.open("shape " + id, sealed.shape());
    return name == null || shape == null ? UNAUTHENTIC : new ClassShape(name, shape);
  }

  @Override
  public void saveClass(int id, ClassShape shape) {
    file.saveClass(
        id,
        new ClassShape(
            names.seal("class " + id, shape.className()),
            names.seal("shape " + id, shape.shape())));
  }

  // ------------------------------------------------------------------ as it is below

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public long claimVersions(long count) {
    return file.claimVersions(count);
  }

  @Override
  public long fileBytes() {
    return file.fileBytes();
  }

  @Override
  public long walBytes() {
    return file.walBytes();
  }

  @Override
  public long usedBytes() {
    return file.usedBytes();
  }

  @Override
  public void maintain() {
    file.maintain();
  }

  @Override
  public void stopMaintaining() {
    file.stopMaintaining();
  }

  @Override
  public void close() {
    file.close();
  }

  @Override
  public String toString() {
    return "SealedStore " + path();
  }
}
