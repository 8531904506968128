package io.github.thermae.internal.sqlite;

import static io.github.thermae.internal.sqlite.TestRows.TRAITS;
import static io.github.thermae.internal.sqlite.TestRows.open;
import static io.github.thermae.internal.sqlite.TestRows.put;
import static io.github.thermae.internal.sqlite.TestRows.query;
import static io.github.thermae.internal.sqlite.TestRows.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.internal.store.ColdTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that uses a store is killed at moments taken from a printed seed. */
class CrashTest {
  private static final int ROUNDS = 3;

  @TempDir Path folder;

  @Test
  void kill_whileStoresAreMade_leavesNoneThatCannotBeOpened() throws Exception {
    Random random = seeded();
    for (int round = 0; round < ROUNDS; round++) {
      Path stores = Files.createDirectory(folder.resolve("round" + round));
      int made;
      try (StoreChild child = StoreChild.start("create", stores)) {
        made = Integer.parseInt(child.line());
        Thread.sleep(random.nextInt(150));
        for (String line : child.kill()) {
          made = Integer.parseInt(line);
        }
      }
      // Those that were acknowledged, the one that may be half made, and one that is not there.
      for (int i = 0; i <= made + 2; i++) {
        try (SqliteStore store = open(stores.resolve("store" + i))) {
          put(store.open("users", TRAITS), "alice", "1");
          assertThat(value(store.open("users", TRAITS), "alice")).isEqualTo("1");
        }
      }
    }
  }

  /** I7: a row is a version that was once current, and nothing acknowledged is missing. */
  @Test
  void kill_whileBatchesAreSaved_keepsAllThatWasAcknowledgedAndNoHalfBatch() throws Exception {
    Random random = seeded();
    Path path = folder.resolve("cache.db");
    long claimedBefore = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<String> acknowledged = new ArrayList<>();
      try (StoreChild child = StoreChild.start("write", path)) {
        acknowledged.add(child.line());
        Thread.sleep(random.nextInt(400));
        acknowledged.addAll(child.kill());
      }
      long first = Long.parseLong(acknowledged.get(0));
      long last = Long.parseLong(acknowledged.get(acknowledged.size() - 1));
      assertThat(first).isGreaterThan(claimedBefore);
      try (SqliteStore store = open(path)) {
        ColdTable table = store.open("users", TRAITS);
        for (String version : acknowledged) {
          assertThat(value(table, "single" + version)).isEqualTo("v" + version);
        }
        String batch = value(table, "shared0");
        assertThat(batch).isIn("v" + last, "v" + (last + 1));
        for (int i = 0; i < StoreChild.BATCH; i++) {
          assertThat(value(table, "shared" + i)).isEqualTo(batch);
        }
        assertThat(table.quarantinedCount()).isZero();
        claimedBefore = store.claimVersions(1);
        assertThat(claimedBefore).isGreaterThan(last);
      }
      assertThat(query(path, "PRAGMA integrity_check")).containsExactly("ok");
    }
  }

  private static Random seeded() {
    long seed = System.nanoTime();
    System.out.println("CrashTest seed " + seed);
    return new Random(seed);
  }
}
