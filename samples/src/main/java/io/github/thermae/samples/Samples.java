package io.github.thermae.samples;

import io.github.thermae.samples.api.ApiSample;
import io.github.thermae.samples.batch.BatchSample;
import io.github.thermae.samples.codecs.CodecsSample;
import io.github.thermae.samples.configured.ConfiguredSample;
import io.github.thermae.samples.counters.CountersSample;
import io.github.thermae.samples.encrypted.EncryptedSample;
import io.github.thermae.samples.hello.HelloSample;
import io.github.thermae.samples.jobs.JobsSample;
import io.github.thermae.samples.jpa.JpaSample;
import io.github.thermae.samples.orders.OrdersSample;
import io.github.thermae.samples.sessions.SessionsSample;
import io.github.thermae.samples.tables.TablesSample;
import io.github.thermae.samples.unicode.UnicodeSample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Starts a sample by its name; the second argument is a folder for its files. */
public final class Samples {
  private static final Map<String, Program> PROGRAMS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("unicode", UnicodeSample::main),
              Map.entry("hello", HelloSample::main),
              Map.entry("api", ApiSample::main),
              Map.entry("sessions", SessionsSample::main),
              Map.entry("jobs", JobsSample::main),
              Map.entry("counters", CountersSample::main),
              Map.entry("batch", BatchSample::main),
              Map.entry("tables", TablesSample::main),
              Map.entry("encrypted", EncryptedSample::main),
              Map.entry("codecs", CodecsSample::main),
              Map.entry("orders", OrdersSample::main),
              Map.entry("jpa", JpaSample::main),
              Map.entry("configured", ConfiguredSample::main)));

  private Samples() {}

  /** The {@code main} of a sample. */
  private interface Program {
    void run(String[] arguments) throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    Program program = PROGRAMS.get(arguments[0]);
    if (program == null) {
      System.err.println(
          "There is no sample named " + arguments[0] + ". There are: " + PROGRAMS.keySet());
      System.exit(1);
      return;
    }
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    program.run(new String[] {folder.toString()});
  }
}
