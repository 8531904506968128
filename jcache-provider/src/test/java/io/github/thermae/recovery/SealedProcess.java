package io.github.thermae.recovery;

import io.github.thermae.ThermaeManager;
import io.github.thermae.config.Compression;
import io.github.thermae.config.EncryptionOptions;
import io.github.thermae.config.KeyDerivation;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;

/**
 * A process that works with a store until it is killed, and says in a line each time what it has
 * done. Its cache's name, its value class and that class's field are secrets too.
 */
final class SealedProcess implements AutoCloseable {
  /** In the names of the cache, and in all of its keys and values. */
  static final String SECRET = "Quetzalcoatl";

  static final String CACHE = "cache-" + SECRET;
  static final int ENTRIES = 300;

  /** Keys derived in each start cost a test a second; how is not what is tested here. */
  private static final KeyDerivation DERIVATION = KeyDerivation.PBKDF2;

  /** A value whose class and field nobody need know. */
  record QuetzalcoatlRecord(String quetzalcoatlField) {}

  private final Process process;
  private final BufferedReader output;

  private SealedProcess(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts one.
   *
   * @param task "hold" fills the cache and waits, "password" changes the password all the time,
   *     "rotate" the data key
   * @param password empty for a store that is not encrypted
   */
  static SealedProcess start(String task, Path file, String password) throws IOException {
    return new SealedProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dkryo.unsafe=false",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                SealedProcess.class.getName(),
                task,
                file.toString(),
                password)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** The next thing that it has done. */
  String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException("the process ended");
    }
    return line;
  }

  /** Kills it, and returns what it had said. */
  List<String> kill() throws IOException, InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor(30, TimeUnit.SECONDS);
    List<String> lines = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    output.close();
  }

  static CacheManager open(Path file, String password) {
    StoreOptions.Builder options = StoreOptions.builder().path(file).warmMaxBytes(0);
    if (!password.isEmpty()) {
      options.encryption(
          EncryptionOptions.passwordFrom(password::toCharArray).withKeyDerivation(DERIVATION));
    }
    return new ThermaeCachingProvider().getCacheManager(null, null, options.build().toProperties());
  }

  static Cache<String, QuetzalcoatlRecord> cache(CacheManager manager) {
    return manager.createCache(
        CACHE,
        ThermaeConfiguration.builder(String.class, QuetzalcoatlRecord.class)
            .hotMaxEntries(1)
            .compression(Compression.LZ4)
            .build());
  }

  static String key(int i) {
    return SECRET + "-key-" + i;
  }

  static QuetzalcoatlRecord value(int i) {
    return new QuetzalcoatlRecord((SECRET + "-value-" + i).repeat(i % 7 == 0 ? 100 : 1));
  }

  public static void main(String[] arguments) throws Exception {
    CacheManager manager = open(Path.of(arguments[1]), arguments[2]);
    Cache<String, QuetzalcoatlRecord> cache = cache(manager);
    for (int i = 0; i < ENTRIES; i++) {
      cache.put(key(i), value(i));
    }
    say("filled");
    ThermaeManager ours = manager.unwrap(ThermaeManager.class);
    switch (arguments[0]) {
      case "hold" -> Thread.sleep(TimeUnit.MINUTES.toMillis(5));
      case "password" -> {
        for (int i = 1; ; i++) {
          say("begin " + i);
          ours.changePassword(("password " + i).toCharArray());
          say("done " + i);
        }
      }
      case "rotate" -> {
        for (int i = 1; ; i++) {
          int rotation = i;
          ours.rotateDataKey((done, total) -> say("batch " + rotation + " " + done));
        }
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
