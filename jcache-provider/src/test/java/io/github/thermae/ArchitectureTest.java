package io.github.thermae;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The borders that ARCHITECTURE.md draws. */
class ArchitectureTest {
  private static final String ROOT = "io.github.thermae";
  private static final String CONFIG = "io.github.thermae.config..";
  private static final String SPI = "io.github.thermae.spi..";
  private static final String JCACHE = "io.github.thermae.internal.jcache..";
  private static final String STORE = "io.github.thermae.internal.store..";
  private static final String SQLITE = "io.github.thermae.internal.sqlite..";
  private static final String CODEC = "io.github.thermae.internal.codec..";
  private static final String CODEC_API = "io.github.thermae.codec..";
  private static final String WRITE_BEHIND = "io.github.thermae.writebehind..";
  private static final String JDBC = "io.github.thermae.writebehind.jdbc..";
  private static final String DELIVERY = "io.github.thermae.internal.writebehind..";
  private static final String CRYPTO = "io.github.thermae.internal.crypto..";

  private static final String EVENTS = "io.github.thermae.internal.events..";

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void codec_knowsNoOtherRoom() {
    noClasses()
        .that()
        .resideInAPackage(CODEC)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(CONFIG, SPI, JCACHE, STORE, SQLITE, "javax.cache..", "org.sqlite..")
        .check(MAIN);
  }

  @Test
  void codecApi_knowsNoRoom() {
    noClasses()
        .that()
        .resideInAPackage(CODEC_API)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(CONFIG, SPI, JCACHE, STORE, SQLITE, CODEC, "javax.cache..")
        .check(MAIN);
  }

  @Test
  void store_knowsNoJcacheAndNoSql() {
    noClasses()
        .that()
        .resideInAPackage(STORE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            SPI, JCACHE, SQLITE, DELIVERY, "javax.cache..", "java.sql..", "org.sqlite..")
        .check(MAIN);
  }

  @Test
  void sqlite_knowsOnlyTheSeams() {
    noClasses()
        .that()
        .resideInAPackage(SQLITE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SPI, JCACHE, "javax.cache..", "com.github.benmanes..")
        .check(MAIN);
  }

  /** Encryption stands over the cold tier; nobody but the front door knows that it is there. */
  @Test
  void crypto_knowsOnlyTheSeamsAndIsKnownToTheFrontDoorAlone() {
    noClasses()
        .that()
        .resideInAPackage(CRYPTO)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SPI, JCACHE, SQLITE, "javax.cache..")
        .check(MAIN);
    noClasses()
        .that()
        .resideOutsideOfPackages(CRYPTO, SPI)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(CRYPTO)
        .check(MAIN);
  }

  @Test
  void jcache_knowsNoSqlAndNoFrontDoor() {
    noClasses()
        .that()
        .resideInAPackage(JCACHE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SPI, SQLITE, "java.sql..", "org.sqlite..")
        .check(MAIN);
  }

  @Test
  void delivery_knowsTheStoreAndNotWhoUsesIt() {
    noClasses()
        .that()
        .resideInAPackage(DELIVERY)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SPI, JCACHE, SQLITE, CRYPTO, JDBC, "java.sql..", "org.sqlite..")
        .check(MAIN);
  }

  /**
   * Values of java.sql's date types can be stored, so the codec knows these; the writer and the
   * loader for databases of the user's are over it.
   */
  @Test
  void sql_isInOneRoom() {
    noClasses()
        .that()
        .resideOutsideOfPackages(SQLITE, CODEC, JDBC)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "org.sqlite..")
        .check(MAIN);
  }

  @Test
  void internals_areNoPartOfThePublicApi() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT, CONFIG, CODEC_API, WRITE_BEHIND)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.github.thermae.internal..")
        .check(MAIN);
  }

  @Test
  void events_knowNoOtherRoom() {
    noClasses()
        .that()
        .resideInAPackage(EVENTS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(CONFIG, SPI, JCACHE, STORE, SQLITE, CODEC, CRYPTO, "javax.cache..")
        .check(MAIN);
  }

  /** A JVM may have been made without the Flight Recorder. */
  @Test
  void flightRecorder_isKnownToOneRoom() {
    noClasses()
        .that()
        .resideOutsideOfPackage(EVENTS)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.jfr..")
        .check(MAIN);
  }

  @Test
  void configurationFormat_isKnownToOneRoom() {
    noClasses()
        .that()
        .resideOutsideOfPackage(CONFIG)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.typesafe..")
        .check(MAIN);
  }
}
