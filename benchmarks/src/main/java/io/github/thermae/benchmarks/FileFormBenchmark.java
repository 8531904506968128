package io.github.thermae.benchmarks;

import io.github.thermae.config.Compression;
import io.github.thermae.config.EncryptionOptions;
import io.github.thermae.config.KeyDerivation;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A read from the file and a put that is committed when it returns, over 20,000 entries that are
 * not in memory, in each form that a file can have. Values are text that LZ4 makes a third of.
 *
 * <p>Goal: none; the ratios {@code sealed : plain} and {@code lz4 : plain} tell what it costs.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class FileFormBenchmark {
  private static final int ENTRIES = 20_000;

  /** What can be done to the bytes on their way into the file. */
  public enum Form {
    /** Nothing. */
    PLAIN,
    /** Compression. */
    LZ4,
    /** Encryption. */
    SEALED,
    /** Both. */
    SEALED_LZ4;

    private StoreOptions.Builder options(StoreOptions.Builder options) {
      return this == SEALED || this == SEALED_LZ4
          ? options.encryption(
              EncryptionOptions.passwordFrom("benchmark"::toCharArray)
                  .withKeyDerivation(KeyDerivation.PBKDF2))
          : options;
    }

    private Compression compression() {
      return this == LZ4 || this == SEALED_LZ4 ? Compression.LZ4 : Compression.NONE;
    }
  }

  /** A cache without memory. */
  @State(Scope.Benchmark)
  public static class FileOfAForm {
    /** The form. */
    @Param public Form form = Form.PLAIN;

    /** The length of the values. */
    @Param({"200", "2000"})
    public int length;

    private String value = "";
    private @Nullable TemporaryFolder folder;
    private @Nullable ThermaeStore store;

    /** Fills the cache. */
    @Setup
    public void open() {
      value = text(length);
      folder = new TemporaryFolder();
      StoreOptions.Builder options =
          StoreOptions.builder().path(folder.file("form.db")).warmMaxBytes(0);
      store =
          ThermaeStore.open(
              form.options(options).build(),
              ThermaeConfiguration.builder(String.class, String.class)
                  .hotMaxEntries(1)
                  .compression(form.compression())
                  .compressionMinBytes(100)
                  .build());
      for (int i = 0; i < ENTRIES; i++) {
        store.cache().put(Keys.key(i), value);
      }
    }

    private static String text(int length) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; text.length() < length; i++) {
        text.append("{\"id\":").append(i * 7919).append(",\"name\":\"user\"},");
      }
      return text.substring(0, length);
    }

    /** Removes the file. */
    @TearDown
    public void close() {
      Opened.part(store).close();
      Opened.part(folder).close();
    }
  }

  /** A row of the file. */
  @Benchmark
  public @Nullable String coldGet(FileOfAForm file, KeyStream keys) {
    return Opened.part(file.store).cache().get(keys.next(ENTRIES));
  }

  /** A committed put over a row of the file. */
  @Benchmark
  public void put(FileOfAForm file, KeyStream keys) {
    Opened.part(file.store).cache().put(keys.next(ENTRIES), file.value);
  }
}
