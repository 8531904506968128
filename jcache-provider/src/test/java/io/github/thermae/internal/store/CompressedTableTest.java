package io.github.thermae.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.config.Compression;
import io.github.thermae.config.Synchronous;
import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.codec.ValueFormat;
import io.github.thermae.internal.sqlite.SqliteStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of either form, and bytes that are not what their row says. */
@SuppressWarnings("NullAway.Init") // JUnit and the set-up set the fields
final class CompressedTableTest {
  private static final EncodedKey KEY = EncodedKey.ofText("a");
  private static final byte[] VALUE = new byte[2_000];

  @TempDir Path folder;
  private SqliteStore store;
  private ColdTable below;
  private CompressedTable compressing;
  private CompressedTable plain;

  @BeforeEach
  void setUp() {
    store = SqliteStore.open(folder.resolve("compressed.db"), Synchronous.NORMAL);
    below = store.open("cache", new TableTraits("", "", ""));
    compressing = new CompressedTable(below, "cache", Compression.LZ4, 100);
    plain = new CompressedTable(below, "cache", Compression.NONE, 100);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Row row(int schema, long version, byte[] value) {
    return new Row(KEY, value, schema, version, 5_000, 1_000);
  }

  private static void put(ColdTable table, Row row) {
    table.apply(List.of(new Change.Put(row)));
  }

  private static void touch(ColdTable table, Row row, long deadline) {
    table.apply(List.of(new Change.Touch(row.withDeadline(deadline), 1)));
  }

  private void assertStored(boolean isCompressed, long deadline) {
    for (ColdTable either : List.of(compressing, plain)) {
      assertThat(either.find(KEY))
          .usingRecursiveComparison()
          .isEqualTo(row(1, 1, VALUE).withDeadline(deadline));
    }
    Row stored = below.find(KEY);
    assertThat(stored).isNotNull();
    assertThat((stored.schema() & ValueFormat.COMPRESSED) != 0).isEqualTo(isCompressed);
    assertThat(below.quarantinedCount()).isZero();
  }

  @Test
  void touch_eitherSettingOverEitherForm_movesTheDeadline() {
    Row row = row(1, 1, VALUE);
    put(compressing, row);
    assertStored(true, 5_000);
    touch(compressing, row, 6_000);
    assertStored(true, 6_000);
    touch(plain, row, 7_000);
    assertStored(false, 7_000);
    touch(plain, row, 8_000);
    assertStored(false, 8_000);
    touch(compressing, row, 9_000);
    assertStored(false, 9_000);
  }

  @Test
  void find_notABlock_isAMissAndQuarantined() {
    byte[] declaresTwoGigabytes = {0x7f, -1, -1, -1, 1, 2, 3};
    long version = 0;
    for (byte[] bad : List.of(new byte[0], new byte[4], new byte[50], declaresTwoGigabytes)) {
      put(below, row(1 | ValueFormat.COMPRESSED, ++version, bad));
      assertThat(plain.find(KEY)).isNull();
      assertThat(below.quarantinedCount()).isEqualTo(version);
      assertThat(below.countRows()).isZero();
    }
    put(below, row(1 | ValueFormat.COMPRESSED, ++version, new byte[9]));
    assertThat(compressing.findAll(List.of(KEY))).isEmpty();
    assertThat(below.quarantinedCount()).isEqualTo(version);
  }
}
