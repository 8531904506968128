package io.github.thermae.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.model.Mode;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import javax.cache.CacheManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An application that is deployed again and again under a provider that stays: each opening of the
 * store has a class loader of its own, and nothing of it is left when it is closed.
 */
class OpenCloseTest {
  private static final int CYCLES = Integer.getInteger("test.stress.openings", 1_000);
  private static final int WARM_UP = CYCLES / 10;
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");

  /** Room for what the JVM opens by itself. */
  private static final int OPEN_FILES_SLACK = 10;

  @TempDir private Path folder;

  private final ThermaeCachingProvider provider = new ThermaeCachingProvider();

  /** A copy of the application for each instance. */
  private static final class ApplicationLoader extends URLClassLoader {
    private static final String OWN = DeployedApplication.class.getName();

    ApplicationLoader() {
      super(
          new URL[] {OpenCloseTest.class.getProtectionDomain().getCodeSource().getLocation()},
          OpenCloseTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(OWN)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : findClass(name);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void openAndClose_manyTimes_leaveNothingBehind(Mode mode) throws Exception {
    Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    long openFilesBefore = 0;
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      if (cycle == WARM_UP) {
        openFilesBefore = openFiles();
      }
      loaders.add(openAndClose(mode, cycle));
    }
    assertThat(openFiles())
        .as("open files")
        .isLessThanOrEqualTo(openFilesBefore + OPEN_FILES_SLACK);
    Awaitility.await("no thread is left")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(threadsOfThermae(threadsBefore)).isEmpty());
    Awaitility.await("no class loader is left")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(uncollected(loaders)).isZero());
  }

  private WeakReference<ClassLoader> openAndClose(Mode mode, int cycle) throws Exception {
    ApplicationLoader loader = new ApplicationLoader();
    Properties settings = mode.settings(folder.resolve("opened.db"), 1 << 20);
    try (CacheManager manager = provider.getCacheManager(null, loader, settings)) {
      Method run =
          loader
              .loadClass(DeployedApplication.class.getName())
              .getDeclaredMethod("run", CacheManager.class, int.class);
      run.setAccessible(true);
      run.invoke(null, manager, cycle);
    } catch (InvocationTargetException e) {
      throw new AssertionError("in cycle " + cycle, e.getCause());
    }
    return new WeakReference<>(loader);
  }

  private static long openFiles() throws IOException {
    if (!Files.isDirectory(OPEN_FILES)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(OPEN_FILES)) {
      return files.count();
    }
  }

  private static Set<String> threadsOfThermae(Set<Thread> before) {
    Set<String> names = new HashSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(thread) && thread.getName().startsWith("thermae")) {
        names.add(thread.getName());
      }
    }
    return names;
  }

  private static long uncollected(List<WeakReference<ClassLoader>> loaders) {
    System.gc();
    return loaders.stream().filter(loader -> loader.get() != null).count();
  }
}
