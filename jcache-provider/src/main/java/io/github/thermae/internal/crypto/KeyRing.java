package io.github.thermae.internal.crypto;

import io.github.thermae.ThermaeException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;

/**
 * All keys of a file as its record of keys holds them. The record, with {@link PasswordKey} in
 * front:
 *
 * <pre>
 * offset  bytes  meaning (big-endian)
 * 0       1      1, the format; anything else is refused
 * 1       29     how the password becomes a key, see {@link PasswordKey}
 * 30      12     nonce
 * 42      n      AES-256-GCM under that key, with the bytes 0 to 29 bound, of:
 *                  32  the index key, for key columns and names; stays for the life of the file
 *                  4   the rotation under way: the id of the key that all rows shall have, or 0
 *                  4   how many data keys follow, at least one
 *                  44  each: id (4), grows; uses claimed (8); the key (32)
 * 42 + n  16     tag
 * </pre>
 *
 * @param keys by id; rows are sealed with the last
 * @param rotationTarget the rotation under way, or 0
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record KeyRing(byte[] indexKey, List<DataKey> keys, int rotationTarget) {
  /** Data keys that wait for their rows to be written anew; more mean that something is wrong. */
  static final int KEYS_MAX = 1_000;

  private static final byte FORMAT = 1;
  private static final int HEAD_BYTES = 1 + PasswordKey.BYTES;
  private static final int DATA_KEY_BYTES = 4 + 8 + PasswordKey.KEY_BYTES;
  private static final int FIXED_BYTES = PasswordKey.KEY_BYTES + 4 + 4;

  /** Random keys for a new file. */
  static KeyRing fresh() {
    return new KeyRing(randomKey(), List.of(new DataKey(1, randomKey(), 0)), 0);
  }

  static byte[] randomKey() {
    byte[] key = new byte[PasswordKey.KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }

  DataKey newest() {
    return keys.get(keys.size() - 1);
  }

  /** The same with one more data key, which becomes the newest. */
  KeyRing withNewKey() {
    if (keys.size() >= KEYS_MAX) {
      throw new ThermaeException(
          "the file has "
              + keys.size()
              + " data keys: let ThermaeManager.rotateDataKey finish before another one is made");
    }
    List<DataKey> more = new ArrayList<>(keys);
    more.add(new DataKey(newest().id() + 1, randomKey(), 0));
    return new KeyRing(indexKey, List.copyOf(more), rotationTarget);
  }

  KeyRing withRotationTo(int target) {
    return new KeyRing(indexKey, keys, target);
  }

  /** The same without the data keys before this one, and without a rotation. */
  KeyRing withoutKeysBefore(int id) {
    return new KeyRing(indexKey, keys.stream().filter(key -> key.id() >= id).toList(), 0);
  }

  // ------------------------------------------------------------------ the record

  /**
   * The record under a password's key.
   *
   * @param newestClaimed what is to be written as the newest key's claimed uses
   */
  byte[] wrapped(PasswordKey parameters, SecretKeySpec passwordKey, long newestClaimed) {
    byte[] plain = plain(newestClaimed);
    byte[] record = Gcm.seal(passwordKey, plain, head(parameters), HEAD_BYTES);
    System.arraycopy(head(parameters), 0, record, 0, HEAD_BYTES);
    Arrays.fill(plain, (byte) 0);
    return record;
  }

  private static byte[] head(PasswordKey parameters) {
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).put(FORMAT);
    parameters.write(head);
    return head.array();
  }

  private byte[] plain(long newestClaimed) {
    ByteBuffer plain = ByteBuffer.allocate(FIXED_BYTES + keys.size() * DATA_KEY_BYTES);
    plain.put(indexKey).putInt(rotationTarget).putInt(keys.size());
    for (DataKey key : keys) {
      plain.putInt(key.id()).putLong(key == newest() ? newestClaimed : key.claimed());
      plain.put(key.bytes());
    }
    return plain.array();
  }

  /**
   * The parameters in front of a record.
   *
   * @throws ThermaeException if they are not ours or out of bounds
   */
  static PasswordKey parameters(byte[] record) {
    if (record.length < HEAD_BYTES + Gcm.OVERHEAD_BYTES + FIXED_BYTES + DATA_KEY_BYTES) {
      throw new ThermaeException("it is too short: " + record.length + " bytes");
    }
    if (record[0] != FORMAT) {
      throw new ThermaeException(
          "it has format " + record[0] + ", and " + FORMAT + " was expected");
    }
    return PasswordKey.read(ByteBuffer.wrap(record, 1, PasswordKey.BYTES));
  }

  /**
   * The keys in a record.
   *
   * @throws UnauthenticException if the password's key does not fit, or the record was changed
   */
  static KeyRing unwrap(byte[] record, SecretKeySpec passwordKey) throws UnauthenticException {
    byte[] head = Arrays.copyOf(record, HEAD_BYTES);
    byte[] plain = Gcm.open(passwordKey, record, HEAD_BYTES, head);
    ByteBuffer source = ByteBuffer.wrap(plain);
    byte[] indexKey = key(source);
    int target = source.getInt();
    int count = source.getInt();
    // Authentic, so it is what we wrote.
    List<DataKey> keys = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int id = source.getInt();
      long claimed = source.getLong();
      keys.add(new DataKey(id, key(source), claimed));
    }
    Arrays.fill(plain, (byte) 0);
    return new KeyRing(indexKey, List.copyOf(keys), target);
  }

  private static byte[] key(ByteBuffer source) {
    byte[] key = new byte[PasswordKey.KEY_BYTES];
    source.get(key);
    return key;
  }

  /** Not the keys. */
  @Override
  public String toString() {
    return "KeyRing of " + keys.size() + " data keys";
  }
}
