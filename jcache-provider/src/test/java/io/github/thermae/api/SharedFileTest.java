package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeException;
import io.github.thermae.config.Synchronous;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two managers on one file, as Spring and Hibernate have in one process. */
final class SharedFileTest {
  @TempDir Path folder;
  private Path file;

  /** A value of the application. */
  public record Person(String name, List<String> tags) {}

  @BeforeEach
  void setUp() {
    file = Store.fileIn(folder);
  }

  // ------------------------------------------------------------------ entries

  @Test
  void sameLoader_everyOperation_isSeenByBoth() {
    try (CacheManager one = Managers.open(file);
        CacheManager two = Managers.open(file)) {
      Cache<String, String> a = Managers.cache(one, "users", String.class, String.class);
      Cache<String, String> b = Managers.cache(two, "users", String.class, String.class);

      a.put("k", "1");
      assertThat(b.get("k")).isEqualTo("1");
      b.put("k", "2");
      assertThat(a.get("k")).isEqualTo("2");
      assertThat(a.getAndRemove("k")).isEqualTo("2");
      assertThat(b.containsKey("k")).isFalse();
      b.putAll(Map.of("x", "1", "y", "2"));
      assertThat(a.getAll(Set.of("x", "y", "z"))).isEqualTo(Map.of("x", "1", "y", "2"));
      assertThat(a).hasSize(2);
      a.clear();
      assertThat(b).isEmpty();
    }
  }

  @Test
  void sameLoader_otherAllowedClasses_eachHasItsOwn() {
    try (CacheManager one = Managers.open(file);
        CacheManager two =
            Managers.open(Managers.at(file).allowedClasses(Person.class.getName()).build())) {
      Cache<Object, Object> narrow = Managers.untyped(one, "users");
      Cache<Object, Object> wide = Managers.untyped(two, "users");
      Person person = new Person("Ann", List.of("a"));

      wide.put("k", person);
      assertThat(wide.get("k")).isEqualTo(person);
      assertThat(narrow.get("k")).isNull();
      assertThatThrownBy(() -> narrow.put("k", person)).isInstanceOf(CacheException.class);
      assertThat(wide.get("k")).isEqualTo(person);
    }
  }

  @Test
  void sameLoader_oneCloses_otherGoesOn() {
    CacheManager one = Managers.open(file);
    try (CacheManager two = Managers.open(file)) {
      Managers.cache(one, "users", String.class, String.class).put("k", "1");
      Cache<String, String> b = Managers.cache(two, "users", String.class, String.class);
      one.close();

      assertThat(b.get("k")).isEqualTo("1");
      b.put("k", "2");
    }
    try (CacheManager later = Managers.open(file)) {
      assertThat(Managers.cache(later, "users", String.class, String.class).get("k"))
          .isEqualTo("2");
    }
    assertThat(Folders.namesIn(folder))
        .containsExactly("store.db", "store.db.ballast", "store.db.lock");
  }

  @Test
  void otherLoader_everyOperation_isSeenByBothAsTheirOwnClass() throws Exception {
    try (ChildFirstLoader loader = new ChildFirstLoader();
        CacheManager one = Managers.open(file);
        CacheManager two = managerOf(loader)) {
      Class<?> foreignPerson = loader.own(Person.class);
      Cache<String, Object> a = cacheOf(one, Person.class);
      Cache<String, Object> b = cacheOf(two, foreignPerson);

      a.put("k", new Person("ann", List.of("1")));
      Object seen = b.get("k");
      assertThat(seen).isExactlyInstanceOf(foreignPerson).hasToString("Person[name=ann, tags=[1]]");
      assertThat(a.get("k")).isEqualTo(new Person("ann", List.of("1")));

      Object other = personOf(foreignPerson, "bob");
      b.put("k", other);
      assertThat(a.get("k")).isEqualTo(new Person("bob", List.of()));
      assertThat(b.get("k")).isEqualTo(other);

      a.remove("k");
      assertThat(b.get("k")).isNull();
      b.putAll(Map.of("x", other, "y", other));
      assertThat(a)
          .extracting(Cache.Entry::getValue)
          .containsExactly(new Person("bob", List.of()), new Person("bob", List.of()));
      b.clear();
      assertThat(a).isEmpty();
    }
  }

  @Test
  void otherLoader_byReference_objectsDoNotCross() throws Exception {
    try (ChildFirstLoader loader = new ChildFirstLoader();
        CacheManager one = Managers.open(file);
        CacheManager two = managerOf(loader)) {
      Cache<String, Person> a =
          one.createCache(
              "people",
              new MutableConfiguration<String, Person>()
                  .setTypes(String.class, Person.class)
                  .setStoreByValue(false));
      Cache<String, Object> b = cacheOf(two, loader.own(Person.class));
      Person person = new Person("ann", List.of());
      a.put("k", person);

      assertThat(a.get("k")).isSameAs(person);
      assertThat(b.get("k")).isExactlyInstanceOf(loader.own(Person.class));
      assertThat(a.get("k")).isEqualTo(person);
    }
  }

  @Test
  void otherLoader_wrongClassOfTheSameName_isRefused() throws Exception {
    try (ChildFirstLoader loader = new ChildFirstLoader();
        CacheManager two = managerOf(loader)) {
      Cache<String, Object> b = cacheOf(two, loader.own(Person.class));

      assertThatThrownBy(() -> b.put("k", new Person("ann", List.of())))
          .isInstanceOf(ClassCastException.class)
          .hasMessage(
              "Cache 'people' has values of type %1$s, but was given a %1$s of another class loader",
              Person.class.getName());
      assertThat(b).isEmpty();
    }
  }

  @Test
  void destroyCache_openInAnotherManager_isEmptyThereAndUsable() {
    try (CacheManager one = Managers.open(file);
        CacheManager two = Managers.open(file)) {
      Cache<String, String> a = Managers.cache(one, "users", String.class, String.class);
      Cache<String, String> b = Managers.cache(two, "users", String.class, String.class);
      a.put("k", "1");
      b.get("k");
      one.destroyCache("users");

      assertThat(a.isClosed()).isTrue();
      assertThat(b.isClosed()).isFalse();
      assertThat(b.get("k")).isNull();
      b.put("k", "2");
      assertThat(Managers.cache(one, "users", String.class, String.class).get("k")).isEqualTo("2");
    }
  }

  @Test
  void memoryManagers_sameCacheName_shareNothing() {
    try (CacheManager one = Managers.memory();
        CacheManager two = Managers.memory()) {
      Managers.cache(one, "users", String.class, String.class).put("k", "1");

      assertThat(Managers.cache(two, "users", String.class, String.class).get("k")).isNull();
    }
  }

  // ------------------------------------------------------------------ settings

  @Test
  void open_otherSettingsForTheStore_isRefusedWithBothValues() {
    try (CacheManager one =
        Managers.open(Managers.at(file).synchronous(Synchronous.FULL).warmMaxBytes(5).build())) {
      assertThatThrownBy(
              () -> Managers.open(Managers.at(file).synchronous(Synchronous.NORMAL).build()))
          .isInstanceOf(CacheException.class)
          .hasCauseInstanceOf(ThermaeException.class)
          .hasMessage(
              "store.synchronous is normal, but another manager has already opened %s with full:"
                  + " use the same value in both",
              file);
      assertThatThrownBy(() -> Managers.open(Managers.at(file).warmMaxBytes(6).build()))
          .isInstanceOf(CacheException.class)
          .hasMessage(
              "store.warm.max-bytes is 6, but another manager has already opened %s with 5: use the"
                  + " same value in both",
              file);
      assertThat(one.isClosed()).isFalse();
    }
  }

  @Test
  void open_refusedManager_holdsNothing() {
    try (CacheManager one = Managers.open(Managers.at(file).warmMaxBytes(5).build())) {
      assertThatThrownBy(() -> Managers.open(Managers.at(file).warmMaxBytes(6).build()))
          .isInstanceOf(CacheException.class);
      assertThat(one.isClosed()).isFalse();
    }
    // The file is free, or its settings could not be others now.
    try (CacheManager later = Managers.open(Managers.at(file).warmMaxBytes(6).build())) {
      assertThat(later.isClosed()).isFalse();
    }
  }

  @Test
  void open_sameOrNoSettings_fit() {
    try (CacheManager one =
            Managers.open(Managers.at(file).synchronous(Synchronous.FULL).warmMaxBytes(5).build());
        CacheManager same =
            Managers.open(Managers.at(file).synchronous(Synchronous.FULL).warmMaxBytes(5).build());
        CacheManager plain = Managers.open(file)) {
      Managers.untyped(one, "users").put("a", 1);

      assertThat(Managers.untyped(same, "users").get("a")).isEqualTo(1);
      assertThat(Managers.untyped(plain, "users").get("a")).isEqualTo(1);
    }
  }

  @Test
  void open_secondManagerDeclaresMore_itsDeclarationCounts() {
    try (CacheManager one = Managers.open(file);
        CacheManager two = Managers.open(file)) {
      Cache<Object, Object> untyped = Managers.untyped(one, "people");
      Cache<String, Object> typed = cacheOf(two, Person.class);
      typed.put("k", new Person("ann", List.of()));

      assertThat(typed.get("k")).isEqualTo(new Person("ann", List.of()));
      assertThat(untyped.get("k")).as("not allowed there").isNull();
    }
  }

  // ------------------------------------------------------------------ one file, many names

  @ParameterizedTest
  @ValueSource(strings = {"./store.db", "x/../store.db", "link/store.db", "storelink"})
  void open_otherNameOfTheFile_isTheSameStore(String other) throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), folder);
    Files.createSymbolicLink(folder.resolve("storelink"), file);
    try (CacheManager one = Managers.open(file);
        CacheManager two = Managers.open(folder.resolve(other))) {
      Managers.untyped(one, "users").put("a", 1);

      assertThat(Managers.untyped(two, "users").get("a")).isEqualTo(1);
    }
  }

  @Test
  void open_foldersToBeMadeBehindALink_isTheSameStore() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    try (CacheManager one = Managers.open(link.resolve("a/b/store.db"));
        CacheManager two = Managers.open(link.resolve("a/b/store.db"));
        CacheManager three = Managers.open(real.resolve("a/b/store.db"))) {
      Managers.untyped(one, "users").put("a", 1);

      assertThat(Managers.untyped(two, "users").get("a")).isEqualTo(1);
      assertThat(Managers.untyped(three, "users").get("a")).isEqualTo(1);
    }
  }

  @Test
  void open_linkToAFileThatIsYetToBeMade_makesItThere() throws IOException {
    Files.createSymbolicLink(folder.resolve("link.db"), folder.resolve("real.db"));
    try (CacheManager one = Managers.open(folder.resolve("link.db"));
        CacheManager two = Managers.open(folder.resolve("real.db"))) {
      Managers.untyped(one, "users").put("a", 1);

      assertThat(Managers.untyped(two, "users").get("a")).isEqualTo(1);
      assertThat(folder.resolve("link.db")).isSymbolicLink();
      assertThat(folder.resolve("real.db")).isRegularFile();
    }
  }

  @Test
  void open_linksThatLeadToEachOther_areRefusedAndStay() throws IOException {
    Path one = Files.createSymbolicLink(folder.resolve("one"), folder.resolve("two"));
    Path two = Files.createSymbolicLink(folder.resolve("two"), folder.resolve("one"));

    assertThatThrownBy(() -> Managers.open(one))
        .isInstanceOf(CacheException.class)
        .hasMessage(
            "store.path %s cannot be resolved: it is a link that leads nowhere",
            folder.resolve("one"));
    assertThat(one).isSymbolicLink();
    assertThat(two).isSymbolicLink();
    assertThat(Folders.namesIn(folder)).containsExactly("one", "two");
  }

  private CacheManager managerOf(ClassLoader loader) {
    return new ThermaeCachingProvider()
        .getCacheManager(null, loader, Managers.at(file).build().toProperties());
  }

  /** A cache of people, of whichever copy of the class. */
  @SuppressWarnings("unchecked") // the caller keeps to the class
  private static Cache<String, Object> cacheOf(CacheManager manager, Class<?> personClass) {
    return Managers.cache(manager, "people", String.class, (Class<Object>) personClass);
  }

  private static Object personOf(Class<?> personClass, String name) throws Exception {
    return personClass.getConstructor(String.class, List.class).newInstance(name, List.of());
  }
}
