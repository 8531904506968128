package io.github.thermae.internal.sqlite;

import static io.github.thermae.internal.sqlite.TestRows.TRAITS;
import static io.github.thermae.internal.sqlite.TestRows.open;
import static io.github.thermae.internal.sqlite.TestRows.put;
import static io.github.thermae.internal.sqlite.TestRows.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.thermae.StoreInUseException;
import io.github.thermae.config.Synchronous;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One owner per file: among processes, and among copies of the library in one process. */
class OwnershipTest {
  private static final String THIS_PROCESS = "process " + ProcessHandle.current().pid();

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = folder.resolve("cache.db");
  }

  @Test
  void open_heldByAnotherProcess_namesItAndChangesNothing_untilItIsKilled() throws Exception {
    try (StoreChild child = StoreChild.start("hold", path)) {
      assertThat(child.line()).isEqualTo("open");
      byte[] file = Files.readAllBytes(path);
      assertThatThrownBy(() -> open(path))
          .isInstanceOf(StoreInUseException.class)
          .hasMessageContaining(path.toString())
          .hasMessageContaining("is open in process " + child.pid() + ".")
          .hasMessageContaining("choose another thermae.store.path");
      assertThat(Files.readAllBytes(path)).isEqualTo(file);
      assertThat(Files.readString(SideFiles.lock(path))).isEqualTo(child.pid() + "\n");

      child.kill();
      try (SqliteStore store = open(path)) {
        assertThat(value(store.open("users", TRAITS), "alice")).isEqualTo("from the child");
      }
    }
  }

  @Test
  void open_twiceInThisProcess_isRefusedAndTheFirstKeepsItsLock() throws Exception {
    try (SqliteStore store = open(path)) {
      put(store.open("users", TRAITS), "alice", "1");
      assertRefusedHere(catchThrowable(() -> open(path)));
      assertRefusedHere(catchThrowable(this::openWithAnotherClassLoader));
      // As when someone exchanged the system properties.
      String noted = System.clearProperty("io.github.thermae.open:" + path);
      assertThat(noted).isNotNull();
      assertRefusedHere(catchThrowable(() -> open(path)));

      try (StoreChild child = StoreChild.start("try", path)) {
        assertThat(child.line()).contains("is open in " + THIS_PROCESS + ".");
      }
      assertThat(value(store.open("users", TRAITS), "alice")).isEqualTo("1");
    }
    open(path).close();
  }

  @Test
  void open_afterARefusedOpening_works() throws Exception {
    Files.writeString(path, "not a store");
    Files.createFile(SideFiles.lock(path));
    assertThatThrownBy(() -> open(path)).hasMessageContaining("is not a SQLite file");
    Files.delete(path);
    open(path).close();
  }

  private static void assertRefusedHere(Throwable refusal) {
    assertThat(refusal).isNotNull();
    assertThat(refusal.getClass().getName()).isEqualTo(StoreInUseException.class.getName());
    assertThat(refusal).hasMessageContaining("is open in " + THIS_PROCESS + ", which is this one");
  }

  private void openWithAnotherClassLoader() throws Throwable {
    try (URLClassLoader other =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      Class<?> store = other.loadClass(SqliteStore.class.getName());
      assertThat(store).isNotSameAs(SqliteStore.class);
      Class<?> synchronous = other.loadClass(Synchronous.class.getName());
      Method open = store.getMethod("open", Path.class, synchronous);
      open.invoke(null, path, synchronous.getEnumConstants()[0]);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** The class path; Surefire puts it into the manifest of a jar. */
  private static URL[] classPath() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      urls.add(toUrl(element));
      if (element.endsWith(".jar")) {
        try (JarFile jar = new JarFile(element)) {
          String inner = jar.getManifest().getMainAttributes().getValue("Class-Path");
          for (String relative : inner == null ? new String[0] : inner.split(" ", -1)) {
            urls.add(new URL(toUrl(element), relative));
          }
        }
      }
    }
    return urls.toArray(new URL[0]);
  }

  private static URL toUrl(String element) throws MalformedURLException {
    return Path.of(element).toUri().toURL();
  }
}
