package io.github.thermae.hibernate.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told from a database's URL. */
final class DatabaseUrlTest {
  private static final Path HERE = Path.of("here");
  private static final Path THERE = Path.of("there");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:h2:mem:test",
        "jdbc:h2:tcp://localhost/mem:test",
        "jdbc:h2:memFS:test",
        "jdbc:h2:nioMemLZF:test",
        "jdbc:h2:.",
        "jdbc:h2:.;MODE=MySQL",
        "jdbc:hsqldb:mem:test",
        "jdbc:hsqldb:.",
        "jdbc:derby://localhost:1527/memory:test",
        "jdbc:derby:memory:test",
        "jdbc:sqlite::memory:",
        "jdbc:sqlite:",
        "jdbc:sqlite:?cache=shared",
        "jdbc:sqlite:file:test?mode=memory&cache=shared",
        "jdbc:sqlite:file::memory:?cache=shared"
      })
  void isInMemory_ofOneThatIs_isTrue(String url) {
    assertThat(DatabaseUrl.isInMemory(url)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:sqlserver://;serverName=a;databaseName=d, jdbc:sqlserver://;serverName=b;databaseName=d",
    "jdbc:sqlserver://host;instanceName=x, jdbc:sqlserver://host;instanceName=y",
    "jdbc:postgresql://?service=a, jdbc:postgresql://?service=b",
    "jdbc:oracle:thin:@name?TNS_ADMIN=/a, jdbc:oracle:thin:@name?TNS_ADMIN=/b"
  })
  void name_ofDatabasesThatOnlyAParameterTellsApart_differs(String one, String other) {
    assertThat(DatabaseUrl.name(one, HERE)).isNotEqualTo(DatabaseUrl.name(other, HERE));
  }

  @Test
  void name_withOtherParametersAndAnotherUser_isTheSame() {
    assertThat(DatabaseUrl.name("jdbc:h2:/srv/data;LOCK_TIMEOUT=1;PASSWORD=secret", HERE))
        .isEqualTo(DatabaseUrl.name("jdbc:h2:/srv/data;LOCK_TIMEOUT=2", HERE))
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:h2:./data",
        "jdbc:h2:file:data",
        "jdbc:h2:nio:./data",
        "jdbc:sqlite:app.db",
        "jdbc:sqlite:file:app.db",
        "jdbc:hsqldb:file:data",
        "jdbc:derby:data;create=true"
      })
  void name_withARelativePath_dependsOnTheFolder(String url) {
    assertThat(DatabaseUrl.isInMemory(url)).isFalse();
    assertThat(DatabaseUrl.name(url, HERE)).isNotEqualTo(DatabaseUrl.name(url, THERE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:h2:/srv/data",
        "jdbc:h2:~/data",
        "jdbc:h2:file:/srv/data",
        "jdbc:h2:tcp://localhost/~/data",
        "jdbc:h2:C:\\data",
        "jdbc:sqlite:/srv/app.db",
        "jdbc:sqlite:file:/srv/app.db",
        "jdbc:postgresql://host/app",
        "jdbc:oracle:thin:@host:1521:app"
      })
  void name_withoutARelativePath_isTheSameEverywhere(String url) {
    assertThat(DatabaseUrl.isInMemory(url)).isFalse();
    assertThat(DatabaseUrl.name(url, HERE)).isEqualTo(DatabaseUrl.name(url, THERE));
  }
}
