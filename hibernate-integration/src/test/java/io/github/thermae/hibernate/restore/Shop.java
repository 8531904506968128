package io.github.thermae.hibernate.restore;

import io.github.thermae.hibernate.kit.Books;
import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.Library;
import io.github.thermae.hibernate.kit.TestFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** What the processes of these tests have in common: the entities, the ids, the settings. */
final class Shop {
  static final int IDS = 8;

  static final List<Class<? extends Books.Book>> TYPES =
      List.of(Books.ReadWrite.class, Books.Nonstrict.class, Books.Unversioned.class);

  private Shop() {}

  /** A factory whose regions are kept; by itself nothing is saved for an hour. */
  static TestFactory.Builder builder(Path folder) {
    return TestFactory.over(Db.H2, folder)
        .entities(Stream.concat(Books.ALL.stream(), Library.ALL.stream()).toArray(Class<?>[]::new))
        .with("hibernate.thermae.restore", "crash-safe")
        .with("hibernate.thermae.store.path", folder.resolve("cache.db"))
        .with("hibernate.thermae.store.persist-mode", "lazy")
        .with("hibernate.thermae.store.flush-interval", "1h");
  }

  /** One who writes under the name of "mole 7". */
  static Library.Author author(long id, String award) {
    Library.Author author = new Library.Author();
    author.id = id;
    author.pseudonym = "mole";
    author.number = 7;
    author.awards.add(award);
    return author;
  }

  static Library.@Nullable Author mole(Session session) {
    return session
        .byNaturalId(Library.Author.class)
        .using("pseudonym", "mole")
        .using("number", 7)
        .load();
  }

  static String url(Path folder) {
    return "jdbc:h2:file:" + folder.resolve("data");
  }
}
