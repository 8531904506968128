package io.github.thermae.internal.crypto;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.thermae.ThermaeException;
import io.github.thermae.config.EncryptionOptions;
import io.github.thermae.config.KeyDerivation;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.internal.store.FileSeal;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one open file. Every change is saved in the file's record before it holds here: one
 * record, replaced by one statement, so a crash leaves the keys as they were or as they are to be.
 *
 * <p>The key that the password gave stays in memory with the data keys, since the record is written
 * again for each block of claimed uses; the password itself is gone once the file is open.
 *
 * <p>Locks: {@code sealing} is held shared while rows are sealed and written; {@code lock} guards
 * the record and is taken after it, if at all. Data keys that were given up stay readable here
 * until the file is closed, for readers who hold an older form of a row.
 */
final class Vault implements FileSeal {
  /** Uses of the data key that are claimed at a time: a commit in so many rows is nothing. */
  static final long CLAIM_BLOCK = 1 << 16;

  private final Path path;
  private final KeyDerivation derivation;
  private final char[] password;
  private final long usesMax;
  private final ReentrantReadWriteLock sealing = new ReentrantReadWriteLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Integer, DataKey> byId = new ConcurrentHashMap<>();

  @GuardedBy("lock")
  private @Nullable Opened opened;

  @GuardedBy("lock")
  private byte @Nullable [] newRecord;

  private volatile @Nullable DataKey newest;
  private @Nullable Consumer<byte[]> saver;

  /** What the password opened. */
  private record Opened(PasswordKey parameters, SecretKeySpec passwordKey, KeyRing ring) {}

  /**
   * Keys that are yet to be made or read.
   *
   * @param password read until the file is open; the caller wipes it then
   * @param usesMax how often a data key is used at the most
   */
  Vault(Path path, KeyDerivation derivation, char[] password, long usesMax) {
    this.path = path;
    this.derivation = derivation;
    this.password = password;
    this.usesMax = usesMax;
  }

  // ------------------------------------------------------------------ opening

  @Override
  public byte[] newKeys() {
    lock.lock();
    try {
      byte[] made = newRecord;
      if (made == null) {
        PasswordKey parameters = PasswordKey.fresh(derivation);
        Opened fresh = new Opened(parameters, keyOf(parameters, password), KeyRing.fresh());
        made = recordOf(fresh, 0);
        newRecord = made;
        hold(fresh);
      }
      return made;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void unlock(byte[] record) {
    lock.lock();
    try {
      PasswordKey parameters = parametersOf(record);
      SecretKeySpec passwordKey = keyOf(parameters, password);
      hold(new Opened(parameters, passwordKey, KeyRing.unwrap(record, passwordKey)));
    } catch (UnauthenticException e) {
      throw wrongPassword();
    } finally {
      lock.unlock();
    }
  }

  private PasswordKey parametersOf(byte[] record) {
    try {
      return KeyRing.parameters(record);
    } catch (ThermaeException e) {
      throw new ThermaeException(
          "Store "
              + path
              + ": the keys in thermae_meta are damaged: "
              + e.getMessage()
              + ". Nothing was changed. Restore the file, or choose another thermae.store.path.",
          e);
    }
  }

  private static SecretKeySpec keyOf(PasswordKey parameters, char[] password) {
    return Gcm.key(parameters.derive(password));
  }

  private ThermaeException wrongPassword() {
    return new ThermaeException(
        "Store "
            + path
            + ": the password does not open it, or its keys in thermae_meta were changed. Nothing"
            + " was changed. Give the right password in "
            + StoreOptions.PREFIX
            + StoreOptions.ENCRYPTION_PASSWORD
            + " or its relatives, or choose another thermae.store.path.");
  }

  /** The file is open, and its record is saved by this from now on. */
  void setSaver(Consumer<byte[]> saves) {
    saver = saves;
  }

  @GuardedBy("lock")
  private void hold(Opened keys) {
    opened = keys;
    keys.ring().keys().forEach(key -> byId.put(key.id(), key));
    newest = keys.ring().newest();
  }

  @GuardedBy("lock")
  private Opened held() {
    Opened keys = opened;
    if (keys == null) {
      throw new IllegalStateException("the keys of " + path + " have not been opened");
    }
    return keys;
  }

  // ------------------------------------------------------------------ using keys

  byte[] indexKey() {
    lock.lock();
    try {
      return held().ring().indexKey();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String shownName(String storedName) {
    String name = new SealedText(indexKey()).open(SealedText.CACHE, storedName);
    return name == null ? storedName : name;
  }

  /** To be held from the sealing of rows until they are committed. */
  Lock sealing() {
    return sealing.readLock();
  }

  /** The key to seal one more row with; counted. */
  DataKey use() {
    while (true) {
      DataKey key = newest;
      if (key != null && key.use()) {
        return key;
      }
      claim(key);
    }
  }

  /** A key by its id, or null if the file has no such key. */
  @Nullable DataKey byId(int id) {
    return byId.get(id);
  }

  private void claim(@Nullable DataKey exhausted) {
    lock.lock();
    try {
      Opened keys = held();
      DataKey key = keys.ring().newest();
      if (key != exhausted || key.uses() < key.claimed()) {
        // Another thread was faster.
        return;
      }
      long claimed = Math.min(key.uses() + CLAIM_BLOCK, usesMax);
      if (claimed <= key.uses()) {
        save(new Opened(keys.parameters(), keys.passwordKey(), keys.ring().withNewKey()), 0);
      } else {
        save(keys, claimed);
        key.setClaimed(claimed);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The commit is the saver's; what is held here changes after it. */
  @GuardedBy("lock")
  private void save(Opened keys, long newestClaimed) {
    Consumer<byte[]> saves = saver;
    if (saves == null) {
      throw new IllegalStateException("the file " + path + " is not open yet");
    }
    saves.accept(recordOf(keys, newestClaimed));
    hold(keys);
  }

  private static byte[] recordOf(Opened keys, long newestClaimed) {
    return keys.ring().wrapped(keys.parameters(), keys.passwordKey(), newestClaimed);
  }

  // ------------------------------------------------------------------ changing keys

  void changePassword(char[] newPassword) {
    PasswordKey parameters = PasswordKey.fresh(derivation);
    SecretKeySpec passwordKey = keyOf(parameters, newPassword);
    lock.lock();
    try {
      KeyRing ring = held().ring();
      save(new Opened(parameters, passwordKey, ring), ring.newest().claimed());
    } finally {
      lock.unlock();
    }
  }

  /** Whether these options hold the password that opens the file now. */
  boolean fits(EncryptionOptions options) {
    Opened keys;
    lock.lock();
    try {
      keys = held();
    } finally {
      lock.unlock();
    }
    SecretKeySpec other = options.withPassword(given -> keyOf(keys.parameters(), given));
    return MessageDigest.isEqual(other.getEncoded(), keys.passwordKey().getEncoded());
  }

  /**
   * Begins a rotation, or takes up one that was interrupted: from now on rows are sealed with the
   * target or a newer key, and those sealed with an older one have been committed.
   *
   * @return the id of the target: rows with an older key are to be sealed anew
   */
  int beginRotation() {
    sealing.writeLock().lock();
    lock.lock();
    try {
      Opened keys = held();
      int target = keys.ring().rotationTarget();
      if (target == 0) {
        KeyRing ring = keys.ring().withNewKey();
        target = ring.newest().id();
        KeyRing rotating = ring.withRotationTo(target);
        save(new Opened(keys.parameters(), keys.passwordKey(), rotating), 0);
      }
      return target;
    } finally {
      lock.unlock();
      sealing.writeLock().unlock();
    }
  }

  /** All rows are sealed with the target or a newer key: the older ones are given up. */
  void endRotation(int target) {
    lock.lock();
    try {
      Opened keys = held();
      KeyRing ring = keys.ring().withoutKeysBefore(target);
      save(new Opened(keys.parameters(), keys.passwordKey(), ring), ring.newest().claimed());
    } finally {
      lock.unlock();
    }
  }

  /** Not the keys. */
  @Override
  public String toString() {
    return "keys of " + path;
  }
}
