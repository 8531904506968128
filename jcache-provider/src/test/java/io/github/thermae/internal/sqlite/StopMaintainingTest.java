package io.github.thermae.internal.sqlite;

import static io.github.thermae.internal.sqlite.TestRows.TRAITS;
import static io.github.thermae.internal.sqlite.TestRows.key;
import static io.github.thermae.internal.sqlite.TestRows.open;
import static io.github.thermae.internal.sqlite.TestRows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.internal.store.Change;
import io.github.thermae.internal.store.ColdTable;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Closing does not wait for a key filter that is being built. */
@Timeout(60)
class StopMaintainingTest {
  @TempDir private Path folder;

  @Test
  void stop_whileAFilterIsBuilt_endsTheBuild() throws Exception {
    Path path = folder.resolve("cache.db");
    try (SqliteStore store = open(path)) {
      putMany(store.open("users", TRAITS));
    }
    try (SqliteStore store = open(path)) {
      SqliteTable users = (SqliteTable) store.open("users", TRAITS);
      CountDownLatch release = new CountDownLatch(1);
      List<Thread> readers = occupyReaders(store, release);
      Thread upkeep = new Thread(store::maintain);
      upkeep.start();
      // It waits for a connection to read the keys.
      while (upkeep.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      store.stopMaintaining();
      release.countDown();
      upkeep.join();
      for (Thread reader : readers) {
        reader.join();
      }
      assertThat(users.filter().isReady()).as("built to the end").isFalse();
      store.maintain();
      assertThat(users.filter().isReady()).as("begun again").isFalse();
    }
  }

  private static void putMany(ColdTable users) {
    List<Change> puts = new ArrayList<>();
    for (int i = 0; i < 3 * KeyIndex.PAGE_KEYS; i++) {
      puts.add(new Change.Put(row(key("k" + i), "1", 1)));
    }
    users.apply(puts);
  }

  private static List<Thread> occupyReaders(SqliteStore store, CountDownLatch release)
      throws InterruptedException {
    CountDownLatch occupied = new CountDownLatch(ReaderPool.SIZE);
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < ReaderPool.SIZE; i++) {
      Thread reader =
          new Thread(
              () -> {
                try {
                  store
                      .readers()
                      .read(
                          session -> {
                            occupied.countDown();
                            return awaitQuietly(release);
                          });
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      reader.start();
      readers.add(reader);
    }
    assertThat(occupied.await(30, TimeUnit.SECONDS)).isTrue();
    return readers;
  }

  private static boolean awaitQuietly(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
