package io.github.thermae.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.RotationListener;
import io.github.thermae.config.EncryptionOptions;
import io.github.thermae.config.KeyDerivation;
import io.github.thermae.config.Synchronous;
import io.github.thermae.internal.codec.ClassShape;
import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.sqlite.SqliteStore;
import io.github.thermae.internal.store.Change;
import io.github.thermae.internal.store.ColdTable;
import io.github.thermae.internal.store.Row;
import io.github.thermae.internal.store.TableTraits;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an attacker does who can write the file and knows everything but the password: he works on
 * the file's own tables, and so gives every row the check value that it should have.
 */
@SuppressWarnings("NullAway.Init") // JUnit and the set-up set the fields
final class SealedTableTest {
  private static final TableTraits TRAITS = new TableTraits("java.lang.String", "acme.User", "");
  private static final EncodedKey ALICE = EncodedKey.ofText("alice");
  private static final EncodedKey BOB = EncodedKey.ofText("bob");

  @TempDir Path folder;

  private Path path;
  private SqliteStore file;
  private SealedStore store;
  private SealedTable users;
  private ColdTable usersBelow;

  @BeforeEach
  void setUp() {
    path = folder.resolve("sealed.db");
    open(DataKey.USES_MAX);
  }

  private void open(long usesOfKeyMax) {
    EncryptionOptions options =
        EncryptionOptions.password("secret".toCharArray()).withKeyDerivation(KeyDerivation.PBKDF2);
    store =
        SealedStore.open(
            path,
            options,
            seal -> file = SqliteStore.open(path, Synchronous.NORMAL, seal),
            usesOfKeyMax);
    users = store.open("users", TRAITS);
    usersBelow = below("users");
  }

  /** The table that an attacker sees. */
  private ColdTable below(String cacheName) {
    String name = new SealedText(users.vault().indexKey()).seal("cache", cacheName);
    assertThat(file.cacheNames()).contains(name);
    return file.open(name, TRAITS);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() {
    store.close();
    open(DataKey.USES_MAX);
  }

  private static Row row(EncodedKey key, String value, long version) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return new Row(key, bytes, 1, version, Row.NEVER, 1_000);
  }

  private void put(EncodedKey key, String value, long version) {
    users.apply(List.of(new Change.Put(row(key, value, version))));
  }

  private @Nullable String value(EncodedKey key) {
    Row row = users.find(key);
    return row == null ? null : new String(row.value(), StandardCharsets.UTF_8);
  }

  /** The sealed row of a key, as it stands in the file. */
  private Row stolen(EncodedKey key) {
    Row row = usersBelow.find(new SealedRows(vault(), "users").column(key));
    assertThat(row).isNotNull();
    return row;
  }

  private Vault vault() {
    return users.vault();
  }

  private void plant(Row row) {
    usersBelow.apply(List.of(new Change.Put(row)));
  }

  private void assertRefused(EncodedKey key) {
    long before = users.quarantinedCount();
    assertThat(value(key)).isNull();
    assertThat(users.quarantinedCount()).isEqualTo(before + 1);
    assertThat(usersBelow.countRows()).isLessThan(2);
    assertThat(value(key)).as("it has been moved away").isNull();
    assertThat(users.quarantinedCount()).isEqualTo(before + 1);
  }

  private static Row with(
      EncodedKey key, byte[] value, int schema, long version, long deadline, long updated) {
    return new Row(key, value, schema, version, deadline, updated);
  }

  // ------------------------------------------------------------------ reading

  @Test
  void rows_ofEveryKind_comeBackByKeyAndInWalks() {
    List<EncodedKey> keys =
        List.of(ALICE, EncodedKey.ofInteger(-5), EncodedKey.ofBinary(new byte[] {1, 2}));
    keys.forEach(key -> put(key, "of " + key, 1));

    assertThat(users.findAll(keys)).containsOnlyKeys(keys);
    for (EncodedKey key : keys) {
      assertThat(users.find(key)).usingRecursiveComparison().isEqualTo(row(key, "of " + key, 1));
    }
    assertThat(users.keysAfter(0, 10).keys()).containsExactlyElementsOf(keys);
    assertThat(users.mostRecentlyUsed(10)).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(users.leastRecentlyUsed(10)).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(users.count(0)).isEqualTo(3);
  }

  @Test
  void keysAfter_manyRows_givesEachKeyOnceInPages() {
    Set<EncodedKey> keys = new HashSet<>();
    IntStream.range(0, 100).forEach(i -> keys.add(EncodedKey.ofInteger(i)));
    keys.forEach(key -> put(key, "v", 1));

    List<EncodedKey> walked = new ArrayList<>();
    ColdTable.KeyPage page = users.keysAfter(0, 30);
    while (!page.keys().isEmpty()) {
      walked.addAll(page.keys());
      page = users.keysAfter(page.position(), 30);
    }

    assertThat(walked).hasSize(100).hasSameElementsAs(keys);
  }

  @Test
  void keysAfter_aWholePageNotAuthentic_goesOnBehindIt() {
    for (int i = 0; i < 4; i++) {
      put(EncodedKey.ofInteger(i), "v", 1);
    }
    for (int i = 0; i < 3; i++) {
      Row row = stolen(EncodedKey.ofInteger(i));
      plant(with(row.key(), row.value(), row.schema(), 2, Row.NEVER, 1_000));
    }

    assertThat(users.keysAfter(0, 2).keys()).containsExactly(EncodedKey.ofInteger(3));
    assertThat(users.quarantinedCount()).isEqualTo(3);
  }

  @Test
  void expiredAfter_sealedRows_givesTheirKeys() {
    byte[] value = {1};
    users.apply(
        List.of(
            new Change.Put(new Row(ALICE, value, 1, 1, 500, 100)),
            new Change.Put(new Row(BOB, value, 1, 2, 5_000, 100))));

    ColdTable.ExpiredPage page = users.expiredAfter(ColdTable.ExpiredPage.START, 1_000, 10);

    assertThat(page.keys()).containsExactly(ALICE);
    assertThat(users.expiredAfter(page, 1_000, 10).keys()).isEmpty();
  }

  @Test
  void touch_deadlineMoved_isAuthenticAfterReopening() {
    put(ALICE, "v", 1);
    users.apply(List.of(new Change.Touch(row(ALICE, "v", 1).withDeadline(9_000), 50)));
    reopen();

    Row found = users.find(ALICE);
    assertThat(found).isNotNull();
    assertThat(found.deadlineMillis()).isEqualTo(9_000);
    assertThat(users.quarantinedCount()).isZero();
  }

  @Test
  void touch_ofAnOlderVersion_doesNotBringItBack() {
    put(ALICE, "old", 1);
    put(ALICE, "new", 2);
    users.apply(List.of(new Change.Touch(row(ALICE, "old", 1).withDeadline(9_000), 50)));

    assertThat(value(ALICE)).isEqualTo("new");
  }

  // ------------------------------------------------------------------ attacks

  @Test
  void row_bitFlippedAnywhere_isRefused() {
    put(ALICE, "the value", 1);
    Row row = stolen(ALICE);
    for (int i = 0; i < row.value().length; i++) {
      byte[] flipped = row.value().clone();
      flipped[i] ^= 1;
      plant(with(row.key(), flipped, row.schema(), 1, Row.NEVER, 1_000));
      assertRefused(ALICE);
    }
  }

  @Test
  void row_truncatedAnywhere_isRefused() {
    put(ALICE, "the value", 1);
    Row row = stolen(ALICE);
    for (int length = 0; length < row.value().length; length++) {
      byte[] cut = Arrays.copyOf(row.value(), length);
      plant(with(row.key(), cut, row.schema(), 1, Row.NEVER, 1_000));
      assertRefused(ALICE);
    }
  }

  @Test
  void row_underAnotherKey_isRefused() {
    put(ALICE, "of alice", 1);
    put(BOB, "of bob", 1);
    Row alice = stolen(ALICE);
    Row bob = stolen(BOB);
    plant(with(bob.key(), alice.value(), alice.schema(), 1, Row.NEVER, 1_000));
    plant(with(alice.key(), bob.value(), bob.schema(), 1, Row.NEVER, 1_000));

    assertThat(value(ALICE)).isNull();
    assertThat(value(BOB)).isNull();
    assertThat(users.quarantinedCount()).isEqualTo(2);
  }

  @Test
  void row_inAnotherTable_isRefused() {
    put(ALICE, "of users", 1);
    Row row = stolen(ALICE);
    ColdTable other = store.open("others", TRAITS);
    ColdTable otherBelow = below("others");
    otherBelow.apply(List.of(new Change.Put(row)));
    EncodedKey place = new SealedRows(vault(), "others").column(ALICE);
    otherBelow.apply(
        List.of(new Change.Put(with(place, row.value(), row.schema(), 1, Row.NEVER, 1_000))));

    assertThat(other.find(ALICE)).isNull();
    assertThat(other.quarantinedCount()).isEqualTo(1);
    assertThat(other.keysAfter(0, 10).keys()).isEmpty();
    assertThat(other.quarantinedCount()).isEqualTo(2);
    assertThat(value(ALICE)).isEqualTo("of users");
  }

  @Test
  void row_withAnotherDeadlineVersionTimeOrFormat_isRefused() {
    users.apply(List.of(new Change.Put(new Row(ALICE, new byte[] {1}, 1, 5, 2_000, 1_000))));
    Row row = stolen(ALICE);
    List<Row> changed =
        List.of(
            with(row.key(), row.value(), row.schema(), 5, Row.NEVER, 1_000),
            with(row.key(), row.value(), row.schema(), 5, 2_001, 1_000),
            with(row.key(), row.value(), row.schema(), 6, 2_000, 1_000),
            with(row.key(), row.value(), row.schema(), 5, 2_000, 1_001),
            with(row.key(), row.value(), row.schema() + 1, 5, 2_000, 1_000),
            with(row.key(), row.value(), 1, 5, 2_000, 1_000));
    for (Row forged : changed) {
      plant(forged);
      assertRefused(ALICE);
    }
  }

  /** The old value does not pass for the newer version; an old row as a whole does: decision 16. */
  @Test
  void row_oldValueUnderTheNewVersion_isRefused() {
    put(ALICE, "old", 1);
    Row old = stolen(ALICE);
    put(ALICE, "new", 2);
    plant(with(old.key(), old.value(), old.schema(), 2, Row.NEVER, 1_000));

    assertRefused(ALICE);
  }

  @Test
  void row_notSealed_isRefused() {
    put(ALICE, "v", 1);
    EncodedKey place = stolen(ALICE).key();
    plant(row(place, "planted in clear", 7));
    assertRefused(ALICE);
    plant(row(ALICE, "planted in clear", 7));

    assertThat(value(ALICE)).isNull();
    assertThat(users.keysAfter(0, 10).keys()).isEmpty();
  }

  @Test
  void namesAndTypes_changedInTheFile_areNotTaken() {
    store.saveClass(300, new ClassShape("acme.User", "name:String"));
    ClassShape sealed = file.classes().get(300);
    assertThat(sealed).isNotNull();
    file.saveClass(301, sealed);
    file.saveClass(302, new ClassShape("acme.Plain", "in clear"));
    file.open("planted", TRAITS);

    assertThat(store.classes().get(300)).isEqualTo(new ClassShape("acme.User", "name:String"));
    assertThat(store.classes().get(301)).isEqualTo(new ClassShape("", "not authentic"));
    assertThat(store.classes().get(302)).isEqualTo(new ClassShape("", "not authentic"));
    assertThat(store.cacheNames()).containsExactly("users");
  }

  @Test
  void messages_ofTheFile_callACacheByItsOwnName() {
    store.drop("users");

    assertThatThrownBy(() -> put(ALICE, "v", 1))
        .hasMessageContaining("cache \"users\" was destroyed");
  }

  // ------------------------------------------------------------------ rotation

  private List<Integer> keyIds() {
    List<Integer> ids = new ArrayList<>();
    ColdTable.KeyPage page = usersBelow.keysAfter(0, 1_000);
    usersBelow.findAll(page.keys()).values().forEach(row -> ids.add(SealedRows.keyId(row)));
    return ids.stream().distinct().sorted().toList();
  }

  private void putMany(int from, int to) {
    for (int i = from; i < to; i++) {
      put(EncodedKey.ofInteger(i), "v" + i, 1);
    }
  }

  private void assertMany(int to) {
    for (int i = 0; i < to; i++) {
      assertThat(value(EncodedKey.ofInteger(i))).isEqualTo("v" + i);
    }
    assertThat(users.quarantinedCount()).isZero();
  }

  @Test
  void rotate_allRows_haveTheNewKeyAndTheOldOneIsGone() {
    putMany(0, 100);
    assertThat(keyIds()).containsExactly(1);
    List<Long> heard = new ArrayList<>();
    store.rotate(
        (done, total) -> {
          heard.add(done);
          assertThat(total).isEqualTo(100);
        });

    assertThat(keyIds()).containsExactly(2);
    assertThat(heard).isSorted().endsWith(100L).hasSizeGreaterThan(3);
    reopen();
    assertThat(vault().byId(1)).isNull();
    assertMany(100);
  }

  @Test
  void rotate_interrupted_isTakenUpByTheNextCallAfterReopening() {
    putMany(0, 100);
    assertThatThrownBy(
            () ->
                store.rotate(
                    (done, total) -> {
                      throw new IllegalStateException("enough");
                    }))
        .hasMessage("enough");
    assertThat(keyIds()).containsExactly(1, 2);
    reopen();
    putMany(100, 110);
    assertMany(110);
    store.rotate(RotationListener.NONE);

    assertThat(keyIds()).containsExactly(2);
    reopen();
    assertMany(110);
    store.rotate(RotationListener.NONE);
    assertThat(keyIds()).as("a rotation that ended is not taken up").containsExactly(3);
  }

  @Test
  void rotate_cachesThatAreNotOpen_areSealedAnewToo() {
    putMany(0, 20);
    store.close();
    EncryptionOptions options =
        EncryptionOptions.password("secret".toCharArray()).withKeyDerivation(KeyDerivation.PBKDF2);
    try (SealedStore unopened =
        SealedStore.open(path, options, seal -> SqliteStore.open(path, Synchronous.NORMAL, seal))) {
      unopened.rotate(RotationListener.NONE);
    }
    open(DataKey.USES_MAX);

    assertThat(keyIds()).containsExactly(2);
    assertMany(20);
  }

  @Test
  void rotate_whileOthersWrite_losesNothingAndLeavesNoOldKey() throws Exception {
    putMany(0, 300);
    AtomicBoolean ended = new AtomicBoolean();
    long[] last = new long[1];
    Thread writer =
        new Thread(
            () -> {
              for (long version = 2; !ended.get(); version++) {
                put(EncodedKey.ofInteger(version % 300), "written " + version, version);
                users.apply(
                    List.of(
                        new Change.Touch(
                            row(EncodedKey.ofInteger(version % 300), "written " + version, version)
                                .withDeadline(version + 1_000_000),
                            1)));
                last[0] = version;
              }
            });
    writer.start();
    for (int i = 0; i < 5; i++) {
      store.rotate(RotationListener.NONE);
    }
    ended.set(true);
    writer.join();

    assertThat(keyIds()).containsExactly(6);
    reopen();
    for (long version = Math.max(2, last[0] - 299); version <= last[0]; version++) {
      Row found = users.find(EncodedKey.ofInteger(version % 300));
      assertThat(found).isNotNull();
      assertThat(found.version()).isEqualTo(version);
      assertThat(found.deadlineMillis()).isEqualTo(version + 1_000_000);
    }
    assertThat(users.quarantinedCount()).isZero();
  }

  /** A row that is sealed, but not committed, must not meet a file whose keys have gone on. */
  @Test
  void rotate_whileARowIsOnItsWay_waitsForIt() throws Exception {
    CountDownLatch onItsWay = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    ColdTable slow =
        (ColdTable)
            Proxy.newProxyInstance(
                ColdTable.class.getClassLoader(),
                new Class<?>[] {ColdTable.class},
                (proxy, method, arguments) -> {
                  onItsWay.countDown();
                  release.await();
                  return method.invoke(usersBelow, arguments);
                });
    SealedTable slowUsers = new SealedTable("users", slow, vault(), TRAITS);
    Thread writer =
        new Thread(() -> slowUsers.apply(List.of(new Change.Put(row(ALICE, "late", 1)))));
    writer.start();
    onItsWay.await();
    Thread rotation = new Thread(() -> store.rotate(RotationListener.NONE));
    rotation.start();
    while (rotation.getState() != Thread.State.WAITING && rotation.isAlive()) {
      Thread.onSpinWait();
    }
    release.countDown();
    writer.join();
    rotation.join();

    assertThat(keyIds()).containsExactly(2);
    reopen();
    assertThat(value(ALICE)).isEqualTo("late");
  }

  // ------------------------------------------------------------------ the count of uses

  @Test
  void seal_asOftenAsAKeyMay_goesOnWithANewKey() {
    store.close();
    open(2 * Vault.CLAIM_BLOCK);
    SealedRows rows = new SealedRows(vault(), "users");
    Row row = row(ALICE, "v", 1);
    Set<Integer> ids = new HashSet<>();
    long withTheFirst = 0;
    for (long i = 0; i <= 2 * Vault.CLAIM_BLOCK; i++) {
      int id = SealedRows.keyId(rows.seal(row));
      ids.add(id);
      withTheFirst += id == 1 ? 1 : 0;
    }

    assertThat(ids).containsExactlyInAnyOrder(1, 2);
    assertThat(withTheFirst).isLessThanOrEqualTo(2 * Vault.CLAIM_BLOCK);
    assertThat(withTheFirst).isGreaterThan(2 * Vault.CLAIM_BLOCK - 100);
    put(ALICE, "v", 1);
    reopen();
    assertThat(value(ALICE)).isEqualTo("v");
  }

  @Test
  void seal_afterReopening_countsOnFromWhatWasClaimed() {
    put(ALICE, "v", 1);
    reopen();
    DataKey key = vault().byId(1);
    assertThat(key).isNotNull();
    long claimed = key.claimed();
    assertThat(claimed).isGreaterThanOrEqualTo(Vault.CLAIM_BLOCK);
    assertThat(key.uses()).isEqualTo(claimed);
    put(ALICE, "v", 2);

    assertThat(key.claimed()).isGreaterThanOrEqualTo(claimed + Vault.CLAIM_BLOCK);
  }
}
