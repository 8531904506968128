package io.github.thermae.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;
import org.junit.runner.Description;
import org.junit.runner.notification.RunListener;

/**
 * Gives every test a store file that no test before it has seen.
 *
 * <p>The kit makes its caches with the same names over and over and leaves its managers open, while
 * a store finds the entries of an earlier run again. So after each test all managers are closed (a
 * failure of that close fails the test) and the test's folder goes. JUnit 4 tells of a test's start
 * before it makes the test's instance, so managers made in field initialisers get the new file too.
 *
 * <p>A configuration without a persist mode is left alone: its managers live on between tests.
 */
public final class FreshStore extends RunListener {
  private final boolean persistent = System.getProperty("thermae.store.persist-mode") != null;
  private final Path stores = Path.of(System.getProperty("tck.stores", "target/stores"));
  private Path folder = stores;
  private int count;

  @Override
  public void testStarted(Description description) throws IOException {
    if (persistent) {
      count++;
      folder = stores.resolve(String.format(Locale.ROOT, "%04d", count));
      Files.createDirectories(folder);
      System.setProperty("thermae.store.path", folder.resolve("store.db").toString());
    }
  }

  @Override
  public void testFinished(Description description) throws IOException {
    HostedBeans.stop();
    if (persistent) {
      try {
        close();
        delete(folder);
      } catch (IOException | RuntimeException e) {
        TestNotes.NOT_CLOSED.add(description, e.toString());
        e.printStackTrace();
      }
    }
  }

  private static void close() {
    for (CachingProvider provider : Caching.getCachingProviders()) {
      provider.close();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(FreshStore::deleteOne);
    } catch (UncheckedIOException e) {
      // Some tests open providers through class loaders of their own and never close them. What
      // such a one still writes lies in a folder that no other test uses.
      if (!(e.getCause() instanceof DirectoryNotEmptyException
          || e.getCause() instanceof NoSuchFileException)) {
        throw e;
      }
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
