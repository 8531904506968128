package io.github.thermae.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.spring.shop.Shop;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The application with no setting at all, from an empty folder, killed and started again. */
@Timeout(120)
class AfterKillTest {
  @TempDir Path folder;

  @Test
  void start_afterKill_firstCallsAreHits() throws Exception {
    assertThat(runAndKill())
        .contains("Book[id=7, title=Book 7, authors=[A. Author]] asked 1")
        .contains("Book[id=1815, title=Emma, authors=[Anon]] asked 2");
    assertThat(runAndKill())
        .contains("Book[id=7, title=Book 7, authors=[A. Author]] asked 0")
        .contains("Book[id=1815, title=Emma, authors=[Anon]] asked 0");
  }

  @Test
  void start_nothingSet_oneLineSaysWhereAndWithinWhichBounds() throws Exception {
    List<String> about =
        runAndKill("--spring.application.name=Old Books").stream()
            .filter(line -> line.contains(" INFO ") && line.contains("thermae:default"))
            .toList();
    assertThat(about)
        .singleElement()
        .asString()
        .contains(folder.resolve("thermae/Old_Books.db").toString())
        .contains("write-through")
        .contains("hot: 10,000 entries per cache")
        .contains("warm: 100 MB")
        .contains("cold: 1 GB")
        .contains("the defaults of the Spring Boot starter");
    assertThat(folder.resolve("thermae/Old_Books.db")).exists();
  }

  private List<String> runAndKill(String... arguments) throws Exception {
    List<String> lines = Child.runUntil("READY", folder, Shop.class, arguments);
    assertThat(lines).contains("READY");
    return lines;
  }
}
