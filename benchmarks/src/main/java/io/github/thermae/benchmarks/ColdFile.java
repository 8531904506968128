package io.github.thermae.benchmarks;

import io.github.thermae.config.StoreOptions;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A filled write-through cache that has next to nothing in memory: all reads go to the file. */
@State(Scope.Benchmark)
public class ColdFile {
  private @Nullable TemporaryFolder folder;
  private @Nullable ThermaeStore store;

  /** Fills the cache. */
  @Setup
  public void open() {
    folder = new TemporaryFolder();
    StoreOptions options =
        StoreOptions.builder().path(folder.file("cold.db")).warmMaxBytes(0).build();
    store = ThermaeStore.open(options, 1);
    store.fill(Keys.COUNT, Keys::key);
  }

  Cache<String, String> cache() {
    return Opened.part(store).cache();
  }

  /** Removes the file. */
  @TearDown
  public void close() {
    Opened.part(store).close();
    Opened.part(folder).close();
  }
}
