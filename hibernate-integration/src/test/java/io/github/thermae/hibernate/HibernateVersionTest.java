package io.github.thermae.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import org.hibernate.Version;
import org.junit.jupiter.api.Test;

/** The tests run on the version that the module says, and not on what a dependency brought. */
class HibernateVersionTest {
  @Test
  void version_ofTheClassPath_isTheOneOfTheModule() {
    assertThat(Version.getVersionString())
        .isEqualTo(System.getProperty("expected.hibernate.version"));
  }
}
