package io.github.thermae.hibernate.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.hibernate.kit.Books;
import io.github.thermae.hibernate.kit.BooksOfAllStrategies;
import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.TestFactory;
import java.nio.file.Path;
import java.util.Objects;
import org.hibernate.Session;
import org.hibernate.Transaction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * A transaction reads rows that it has inserted itself, from the database, since it has cleared its
 * session meanwhile as batches do. Nobody else may see them before it commits, and nobody ever if
 * it does not.
 */
class UncommittedRowsTest {
  @TempDir private Path folder;
  private @Nullable TestFactory opened;

  @BeforeEach
  void start() {
    opened =
        TestFactory.over(Db.H2, folder)
            .with("hibernate.session.events.log", false)
            .entities(
                Parcel.class,
                Books.ReadOnly.class,
                Books.Nonstrict.class,
                Books.ReadWrite.class,
                Books.Transactional.class,
                Books.Unversioned.class)
            .start();
  }

  @AfterEach
  void stop() {
    factory().close();
  }

  private TestFactory factory() {
    return Objects.requireNonNull(opened);
  }

  @ParameterizedTest
  @BooksOfAllStrategies
  void find_rowInsertedByATransactionUnderWayThatHasReadIt_findsNothing(
      Class<? extends Books.Book> type) {
    try (Session writer = factory().factory().openSession()) {
      Transaction transaction = writer.beginTransaction();
      writer.persist(Books.of(type, 7, "draft"));
      writer.flush();
      writer.clear();
      assertThat(writer.find(type, 7L).title()).isEqualTo("draft");

      assertThatNobodyFinds(type, 7L);

      transaction.rollback();
    }
    assertThatNobodyFinds(type, 7L);
  }

  @Test
  void find_rowWithAnIdentifierOfTheDatabaseInsertedByATransactionUnderWay_findsNothing() {
    long id;
    try (Session writer = factory().factory().openSession()) {
      Transaction transaction = writer.beginTransaction();
      Parcel parcel = new Parcel("fragile");
      writer.persist(parcel);
      writer.flush();
      id = parcel.id();
      writer.clear();
      assertThat(writer.find(Parcel.class, id).contents()).containsExactly("a clock");
      writer.clear();
      assertThat(writer.bySimpleNaturalId(Parcel.class).load("fragile").label())
          .isEqualTo("fragile");

      assertThatNobodyFinds(Parcel.class, id);
      assertThatNobodyKnowsTheNaturalId();

      transaction.rollback();
    }
    assertThatNobodyFinds(Parcel.class, id);
    assertThatNobodyKnowsTheNaturalId();
  }

  @Test
  void find_rowCommittedAfterItsTransactionHasReadIt_isCachedAsUsual() {
    factory()
        .inTransaction(
            session -> {
              session.persist(Books.of(Books.ReadWrite.class, 8, "final"));
              session.flush();
              session.clear();
              assertThat(session.find(Books.ReadWrite.class, 8L)).isNotNull();
            });

    assertThat(factory().statementsIn(session -> session.find(Books.ReadWrite.class, 8L))).isZero();
  }

  private void assertThatNobodyFinds(Class<?> type, long id) {
    try (Session reader = factory().factory().openSession()) {
      assertThat((Object) reader.find(type, id)).isNull();
      assertThat(factory().factory().getCache().containsEntity(type, id)).isFalse();
    }
  }

  private void assertThatNobodyKnowsTheNaturalId() {
    try (Session reader = factory().factory().openSession()) {
      long statements =
          factory()
              .statements(
                  () ->
                      assertThat(reader.bySimpleNaturalId(Parcel.class).load("fragile")).isNull());
      assertThat(statements).as("answered by the database").isEqualTo(1);
    }
  }
}
