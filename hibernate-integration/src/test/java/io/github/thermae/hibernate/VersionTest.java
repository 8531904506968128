package io.github.thermae.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import org.hibernate.Version;
import org.junit.jupiter.api.Test;

/** That each module of the matrix really runs the version that it is named after. */
final class VersionTest {
  private static final String COMPILED_AGAINST = "6.6.";

  @Test
  void getVersionString_inEachModule_isTheOneThatItIsNamedAfter() {
    assertThat(Version.getVersionString())
        .startsWith(System.getProperty("hibernate.expected", COMPILED_AGAINST));
  }
}
