package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.FormatMethod;
import io.github.thermae.EffectiveSetting;
import io.github.thermae.ThermaeException;
import io.github.thermae.ThermaeManager;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Caches of a configuration file, through the caching provider. */
final class DeclaredCachesTest {
  @TempDir Path folder;
  private final ThermaeCachingProvider provider = new ThermaeCachingProvider();
  private final List<URLClassLoader> loaders = new ArrayList<>();

  @AfterEach
  void closeAll() throws IOException {
    provider.close();
    for (URLClassLoader loader : loaders) {
      loader.close();
    }
  }

  // ------------------------------------------------------------------ where the file is

  @Test
  void getCacheManager_fileByUri_isRead() throws IOException {
    Path file = write("folder with spaces/app.conf", "caches.users {}");
    CacheManager manager = provider.getCacheManager(file.toUri(), null);

    assertThat(manager.getURI()).isEqualTo(file.toUri());
    assertThat(manager.<String, String>getCache("users")).isNotNull();
  }

  @Test
  void getCacheManager_classPathByUri_isThatOfTheLoader() throws IOException {
    write("conf/app.conf", "caches.users {}");
    CacheManager manager =
        provider.getCacheManager(URI.create("classpath:/conf/app.conf"), loaderOf(folder));

    assertThat(manager.<String, String>getCache("users")).isNotNull();
  }

  @Test
  void getCacheManager_jarByUri_isReadAndTheJarIsNotHeldOpen() throws IOException {
    Path jar = jar("app.jar", "conf/app.conf", "caches.users { ttl = 1s }");
    CacheManager manager =
        provider.getCacheManager(URI.create("jar:" + jar.toUri() + "!/conf/app.conf"), null);

    assertThat(manager.<String, String>getCache("users")).isNotNull();
    jar("app.jar", "conf/app.conf", "caches.orders {}");
    manager.close();
    CacheManager again =
        provider.getCacheManager(URI.create("jar:" + jar.toUri() + "!/conf/app.conf"), null);
    assertThat(again.<String, String>getCache("orders")).as("read anew").isNotNull();
  }

  @Test
  void getCacheManager_thermaeConfOnTheClassPath_isFound() throws IOException {
    Path jar = jar("app.jar", "thermae.conf", "caches.users {}");
    CacheManager manager = provider.getCacheManager(null, loaderOf(jar));

    assertThat(manager.<String, String>getCache("users")).isNotNull();
    assertThat(provider.getCacheManager().<String, String>getCache("users"))
        .as("of another loader")
        .isNull();
  }

  @Test
  void getCacheManager_fileBySetting_isReadInPlaceOfTheClassPath() throws IOException {
    write("thermae.conf", "caches.users {}");
    Path other = write("other.conf", "caches.orders {}");
    Properties asPath = new Properties();
    asPath.setProperty("thermae.config", other.toString());
    Properties asUri = new Properties();
    asUri.setProperty("thermae.config", other.toUri().toString());

    for (Properties properties : List.of(asPath, asUri)) {
      CacheManager manager = provider.getCacheManager(null, loaderOf(folder), properties);
      assertThat(manager.<String, String>getCache("users")).isNull();
      assertThat(manager.<String, String>getCache("orders")).isNotNull();
    }
  }

  @Test
  void getCacheManager_fileThatIsNotThere_isToldAndNothingIsOpened() {
    URI missing = folder.resolve("missing.conf").toUri();

    assertThatThrownBy(() -> provider.getCacheManager(missing, null))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining(folder.resolve("missing.conf").toString())
        .hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> provider.getCacheManager(URI.create("classpath:missing.conf"), null))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("there is no missing.conf on the class path");
    assertThatThrownBy(
            () -> provider.getCacheManager(URI.create("jar:http://127.0.0.1:1/x.jar!/x"), null))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("expected file:, classpath:, jar:file: or jar:nested:");
    assertThatThrownBy(() -> provider.getCacheManager(folder.toUri(), null))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("it is a folder");
    Properties empty = new Properties();
    empty.setProperty("thermae.config", " ");
    assertThatThrownBy(() -> provider.getCacheManager(null, null, empty))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("thermae.config is empty");
    assertThat(Folders.namesIn(folder)).isEmpty();
  }

  @Test
  void getCacheManager_wrongFile_isACacheException() throws IOException {
    Path file = write("app.conf", "store.pth = x");

    assertThatThrownBy(() -> provider.getCacheManager(file.toUri(), null))
        .isInstanceOf(CacheException.class)
        .hasCauseInstanceOf(ThermaeException.class)
        .hasMessageStartingWith(
            "store.pth in " + file + ", line 1: unknown name, did you mean path");
  }

  /** As Spring with the application's loader and the file's URI, and Hibernate with neither. */
  @Test
  void getCacheManager_twoLoadersOverOneFile_shareTheStore() throws IOException {
    Path store = folder.resolve("app.db");
    Path file = write("thermae.conf", "store.path = \"" + store + "\"\ncaches.\"*\" {}");
    CacheManager spring = provider.getCacheManager(file.toUri(), loaderOf(folder));
    CacheManager hibernate = provider.getCacheManager(null, loaderOf(folder));
    Cache<Object, Object> users = spring.getCache("users");
    Cache<Object, Object> regions = hibernate.getCache("users");
    users.put("a", "1");

    assertThat(regions.get("a")).isEqualTo("1");
    assertThat(hibernate.unwrap(ThermaeManager.class).storePath()).contains(store);
  }

  @Test
  void getCacheManager_otherStoreWithTheFileOnTheClassPath_hasAFileOfItsOwn() throws IOException {
    write("thermae.conf", "store.path = \"" + folder.resolve("app.db") + "\"");
    CacheManager other = provider.getCacheManager(URI.create("thermae:reports"), loaderOf(folder));

    assertThat(other.unwrap(ThermaeManager.class).storePath())
        .contains(folder.resolve("app-reports.db"));
  }

  // ------------------------------------------------------------------ caches that are named there

  @Test
  void getCache_nameOrTemplateInTheFile_makesTheCache() throws IOException {
    CacheManager manager = open("caches { users { codec = json }\n \"eco.*\" { ttl = 1h } }");

    assertThat(manager.getCacheNames()).containsExactly("users");
    Cache<String, String> users = manager.getCache("users");
    Cache<Long, String> book = manager.getCache("eco.Book", Long.class, String.class);
    assertThat(manager.<String, String>getCache("users")).isSameAs(users);
    assertThat(manager.getCache("eco.Book", Long.class, String.class)).isSameAs(book);
    assertThat(manager.<String, String>getCache("others")).isNull();
    assertThat(manager.getCacheNames()).containsExactlyInAnyOrder("users", "eco.Book");
    assertThat(Managers.configurationOf(users).codec()).contains("json");
    assertThat(Managers.configurationOf(users).isStatisticsEnabled()).isTrue();
    assertThat(Managers.configurationOf(book).getKeyType()).isEqualTo(Long.class);
    assertThat(Managers.configurationOf(book).isExpirySet()).isTrue();
  }

  @Test
  void getCache_nameInPropertiesOnly_isStillAbsent() {
    Properties properties = new Properties();
    properties.setProperty("thermae.caches.users.ttl", "5s");
    properties.setProperty("thermae.caches.*.ttl", "5s");
    CacheManager manager = provider.getCacheManager(null, null, properties);

    assertThat(manager.<String, String>getCache("users")).isNull();
    Cache<String, String> users = Managers.cache(manager, "others", String.class, String.class);
    assertThat(Managers.configurationOf(users).isExpirySet()).as("the template holds").isTrue();
  }

  @Test
  void getCache_typesOfTheFile_areDeclared() throws IOException {
    CacheManager manager =
        open("caches.users { key-type = String, value-type = \"%s\" }", Person.class.getName());

    Cache<String, Person> users = manager.getCache("users", String.class, Person.class);
    users.put("a", new Person("Alice"));
    assertThatThrownBy(() -> manager.getCache("users", Long.class, Person.class))
        .isInstanceOf(ClassCastException.class);
    manager.close();
    Cache<String, Person> again =
        provider.getCacheManager(manager.getURI(), null).getCache("users");
    assertThat(again.get("a")).as("read from the file, so allowed").isEqualTo(new Person("Alice"));
  }

  @Test
  void getCache_jsr107Settings_hold() throws IOException {
    CacheManager manager =
        open(
            "caches.users { store-by-value = false, statistics = false, management = true, loader ="
                + " \"%s\", writer = \"%s\" }",
            Echo.class.getName(), WriterFactory.class.getName());
    WriterFactory.WRITTEN.clear();
    Cache<Object, Object> users = manager.getCache("users");
    ThermaeConfiguration<Object, Object> configuration = Managers.configurationOf(users);

    assertThat(configuration.isStoreByValue()).isFalse();
    assertThat(configuration.isStatisticsEnabled()).isFalse();
    assertThat(configuration.isManagementEnabled()).isTrue();
    assertThat(users.get("a")).isEqualTo("a of the loader");
    users.put("b", "2");
    assertThat(WriterFactory.WRITTEN).containsExactly("b");
  }

  @Test
  void getCache_classThatIsNotThereOrDoesNotFit_namesTheSetting() throws IOException {
    CacheManager manager =
        open(
            "caches { a.value-type = com.acme.Nothing, b.loader = \"%s\", c.writer = Strin }",
            String.class.getName());

    assertThatThrownBy(() -> manager.<String, String>getCache("a"))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining(
            "caches.a.value-type is com.acme.Nothing, but there is no such class");
    assertThatThrownBy(() -> manager.<String, String>getCache("b"))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining(
            "caches.b.loader is java.lang.String, which is neither a javax.cache");
    assertThatThrownBy(() -> manager.<String, String>getCache("c"))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("caches.c.writer is Strin, but there is no such class");
  }

  @Test
  void getCache_twoTemplatesAlike_isACacheExceptionForThatNameAlone() throws IOException {
    CacheManager manager = open("caches { \"a*\" {}\n \"*a\" {} }");

    assertThatThrownBy(() -> manager.<String, String>getCache("aa"))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("fit it equally well");
    assertThatThrownBy(() -> manager.createCache("aa", new MutableConfiguration<>()))
        .isInstanceOf(CacheException.class);
    assertThat(manager.<String, String>getCache("ab")).isNotNull();
  }

  @Test
  void getCache_manyThreads_makeOneCache() throws Exception {
    CacheManager manager = open("caches.\"*\" {}");
    List<Thread> threads = new ArrayList<>();
    List<Cache<?, ?>> found = java.util.Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 16; i++) {
      threads.add(new Thread(() -> found.add(manager.<Object, Object>getCache("users"))));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(found).hasSize(16).doesNotContainNull().allMatch(cache -> cache == found.get(0));
  }

  @Test
  void destroyCache_ofADeclaredOne_emptiesIt() throws IOException {
    CacheManager manager = open("caches.users {}");
    Cache<String, String> users = manager.getCache("users");
    users.put("a", "1");
    manager.destroyCache("users");

    Cache<String, String> again = manager.getCache("users");
    assertThat(again).isNotSameAs(users);
    assertThat(again.get("a")).isNull();
    manager.close();
    assertThatThrownBy(() -> manager.<String, String>getCache("users"))
        .isInstanceOf(IllegalStateException.class);
  }

  // ------------------------------------------------------------------ code and file

  @Test
  void createCache_nameInTheFile_mergesAndTheCodeWins() throws IOException {
    CacheManager manager =
        open("caches.users { hot.max-entries = 5, codec = json, ttl = 1h, value-type = String }");
    Cache<String, Object> users =
        manager.createCache(
            "users",
            ThermaeConfiguration.builder(String.class, Object.class)
                .hotMaxEntries(7)
                .eternal()
                .build());
    ThermaeConfiguration<String, Object> configuration = Managers.configurationOf(users);

    assertThat(configuration.hotMaxEntries()).hasValue(7);
    assertThat(configuration.codec()).contains("json");
    assertThat((Class<?>) configuration.getValueType()).isEqualTo(String.class);
    Map<String, String> effective = effective(manager, "caches.users.");
    assertThat(effective)
        .containsEntry("hot.max-entries", "7 by the code")
        .containsEntry("codec", "json by " + folder.resolve("app.conf") + ", line 2")
        .containsEntry("ttl", "(an expiry policy) by the code")
        .containsEntry("key-type", "java.lang.String by the code")
        .containsEntry("compression", "none by default")
        .containsEntry("store-by-value", "true by default");
  }

  @Test
  void createCache_afterGetCacheMadeIt_saysThatItExists() throws IOException {
    CacheManager manager = open("caches.users {}");
    Cache<String, String> unused = manager.getCache("users");

    assertThatThrownBy(() -> manager.createCache("users", new MutableConfiguration<>()))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("exists already");
  }

  @Test
  void effectiveSettings_ofEverySource_tellTheirOrigin() throws IOException {
    try (SystemSettings system = new SystemSettings()) {
      system.set("thermae.defaults.hot.max-entries", "9");
      system.set("thermae.caches.eco.*.cold.max-entries", "8");
      CacheManager manager = open("caches.\"eco.*\" { ttl = 1h }\nstore.preload = 3");
      Cache<String, String> book = manager.getCache("eco.Book");
      String file = folder.resolve("app.conf").toString();

      assertThat(effective(manager, "caches.eco.Book."))
          .containsEntry("ttl", "PT1H by " + file + ", line 2 (template \"eco.*\")")
          .containsEntry("cold.max-entries", "8 by the system properties (template \"eco.*\")")
          .containsEntry("hot.max-entries", "9 by the system properties (defaults)")
          .containsEntry("statistics", "true by default");
      Cache<String, String> inBytes =
          manager.createCache(
              "in bytes",
              ThermaeConfiguration.builder(String.class, String.class).hotMaxBytes(5_000).build());
      assertThat(effective(manager, "caches.in bytes."))
          .containsEntry("hot.max-bytes", "5000 by the code")
          .containsEntry("hot.max-entries", "none by default")
          .containsEntry("statistics", "false by default");
      inBytes.close();
      manager.enableStatistics("eco.Book", false);
      assertThat(effective(manager, "caches.eco.Book.").get("statistics")).startsWith("false by ");
      book.close();
      assertThat(effective(manager, "caches.")).as("of a closed cache").isEmpty();
      assertThat(effective(manager, "store."))
          .containsEntry("preload", "3 by " + file + ", line 3")
          .containsEntry("persist-mode", "write-through by default")
          .containsEntry("warm.max-bytes", "104857600 by default");
    }
  }

  // ------------------------------------------------------------------

  private static Map<String, String> effective(CacheManager manager, String place) {
    Map<String, String> found = new java.util.TreeMap<>();
    for (EffectiveSetting setting : manager.unwrap(ThermaeManager.class).effectiveSettings()) {
      if (setting.name().startsWith(place)) {
        found.put(
            setting.name().substring(place.length()), setting.value() + " by " + setting.origin());
      }
    }
    return found;
  }

  /** A manager over a file whose first line names the store. */
  @FormatMethod
  private CacheManager open(String text, Object... arguments) throws IOException {
    Path file =
        write(
            "app.conf",
            "store.path = \""
                + folder.resolve("store.db")
                + "\"\n"
                + String.format(text, arguments));
    return provider.getCacheManager(file.toUri(), null);
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Path jar(String name, String entry, String text) throws IOException {
    Path jar = folder.resolve(name);
    Files.deleteIfExists(jar);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      entries.putNextEntry(new JarEntry(entry));
      entries.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private URLClassLoader loaderOf(Path classPath) throws IOException {
    URLClassLoader loader =
        new URLClassLoader(
            new URL[] {classPath.toUri().toURL()}, DeclaredCachesTest.class.getClassLoader());
    loaders.add(loader);
    return loader;
  }

  /** A class of the application. */
  record Person(String name) {}

  /** A loader by its name. */
  public static final class Echo implements CacheLoader<Object, Object> {
    @Override
    public Object load(Object key) {
      return key + " of the loader";
    }

    @Override
    public Map<Object, Object> loadAll(Iterable<?> keys) {
      Map<Object, Object> loaded = new java.util.HashMap<>();
      keys.forEach(key -> loaded.put(key, load(key)));
      return loaded;
    }
  }

  /** A writer by the name of its factory. */
  public static final class WriterFactory implements Factory<CacheWriter<Object, Object>> {
    private static final long serialVersionUID = 1L;
    static final List<Object> WRITTEN = new ArrayList<>();

    @Override
    public CacheWriter<Object, Object> create() {
      return new RecordingWriter();
    }
  }

  private static final class RecordingWriter implements CacheWriter<Object, Object> {
    @Override
    public void write(Cache.Entry<?, ?> entry) {
      WriterFactory.WRITTEN.add(entry.getKey());
    }

    @Override
    public void writeAll(java.util.Collection<Cache.Entry<?, ?>> entries) {
      entries.forEach(this::write);
    }

    @Override
    public void delete(Object key) {}

    @Override
    public void deleteAll(java.util.Collection<?> keys) {}
  }
}
