package io.github.thermae.hibernate.restore;

import io.github.thermae.hibernate.kit.Books;
import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.TestFactory;
import java.nio.file.Path;
import java.util.List;

/** What the processes of these tests have in common: the entities, the ids, the settings. */
final class Shop {
  static final int IDS = 8;

  static final List<Class<? extends Books.Book>> TYPES =
      List.of(Books.ReadWrite.class, Books.Nonstrict.class, Books.Unversioned.class);

  private Shop() {}

  /** A factory whose regions are kept; by itself nothing is saved for an hour. */
  static TestFactory.Builder builder(Path folder) {
    return TestFactory.over(Db.H2, folder)
        .entities(Books.ALL.toArray(Class<?>[]::new))
        .with("hibernate.thermae.restore", "crash-safe")
        .with("hibernate.thermae.store.path", folder.resolve("cache.db"))
        .with("hibernate.thermae.store.persist-mode", "lazy")
        .with("hibernate.thermae.store.flush-interval", "1h");
  }

  static String url(Path folder) {
    return "jdbc:h2:file:" + folder.resolve("data");
  }
}
