package io.github.thermae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.samples.api.ApiSample;
import io.github.thermae.samples.batch.BatchSample;
import io.github.thermae.samples.codecs.CodecsSample;
import io.github.thermae.samples.configured.ConfiguredSample;
import io.github.thermae.samples.counters.CountersSample;
import io.github.thermae.samples.encrypted.EncryptedSample;
import io.github.thermae.samples.jobs.JobsSample;
import io.github.thermae.samples.sessions.SessionsSample;
import io.github.thermae.samples.support.Printed;
import io.github.thermae.samples.tables.TablesSample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each sample does what it says. */
class SamplesTest {
  @TempDir Path folder;

  @Test
  void hello_asStartedByItsName_findsWhatWasPutBeforeTheRestart() throws Exception {
    String printed = Printed.by(() -> Samples.main(new String[] {"hello", folder.toString()}));

    assertThat(printed.lines().filter(line -> line.contains("get(")))
        .containsExactly(
            "   get(\"en\")  null",
            "   get(\"en\")  Hello",
            "   get(\"en\")  Hello",
            "   get(\"la\")  Salve",
            "   get(\"fr\")  null");
  }

  @Test
  void api_answersWithinTheirLife_comeFromTheCacheAndThenFromTheServiceAgain() throws Exception {
    String printed = Printed.by(() -> ApiSample.main(new String[] {folder.toString(), "6"}));

    assertThat(lines(printed, "rome:"))
        .hasSize(6)
        .allSatisfy(line -> assertThat(line).matches(" {3}.{38} the (service|cache) .*"));
    assertThat(lines(printed, "the service  "))
        .hasSize(2)
        .first()
        .asString()
        .contains("the first visitor");
    assertThat(lines(printed, "after a restart")).first().asString().contains("the cache");
    assertThat(lines(printed, "after 6 s")).first().asString().contains("the service");
    assertThat(lines(printed, "20 visitors at once")).first().asString().contains(" 1 call ");
    assertThat(printed).contains("the service was called 3 times");
  }

  @Test
  void sessions_killed_knowsWhoWasThereAndWhoWasIdle() throws Exception {
    String printed = Printed.by(() -> SessionsSample.main(new String[] {folder.toString(), "6"}));
    String before = printed.substring(0, printed.indexOf("kill -9"));
    String after = printed.substring(printed.indexOf("kill -9"));

    for (String part : List.of(before, after)) {
      assertThat(part)
          .contains("Alice  is logged in, 8 pages seen, in the cart: a towel, olive oil")
          .contains("Bob    is logged out")
          .contains("Carol  is logged in, 6 pages seen, in the cart: nothing");
    }
  }

  @Test
  void jobs_killedInTheMiddle_areAllDoneOnceOrGivenUp() throws Exception {
    String printed = Printed.by(() -> JobsSample.main(new String[] {folder.toString(), "1500"}));

    assertThat(printed)
        .containsPattern("at last +urgent +495 done, +0 waiting, +5 given up")
        .containsPattern("at last +others +990 done, +0 waiting, +10 given up")
        .contains("1,500 jobs in all, 0 completed twice,");
    assertThat(printed)
        .as("half of the jobs were begun, the urgent ones first")
        .containsPattern("found +urgent +4[89]\\d done, +\\d+ waiting");
  }

  @Test
  void counters_inOneStep_loseNothing() throws Exception {
    String printed = Printed.by(() -> CountersSample.main(new String[] {folder.toString()}));

    assertThat(lines(printed, "one step")).first().asString().matches(".* 40,000 +0 .* s");
    assertThat(printed.lines().filter(line -> line.endsWith("10,000 views"))).hasSize(4);
  }

  @Test
  void batch_asyncReads_becomeFewCallsWithinTheBound() throws Exception {
    String printed = Printed.by(() -> BatchSample.main(new String[] {folder.toString(), "4000"}));

    List<String> first = List.of(lines(printed, "nothing is known").get(0).trim().split(" {2,}"));
    assertThat(first.get(1)).isEqualTo("4,000");
    assertThat(Integer.parseInt(first.get(2).replace(",", ""))).isBetween(4, 1_000);
    assertThat(Integer.parseInt(first.get(4))).isBetween(1, 2);
    List<String> second = List.of(lines(printed, "all is in").get(0).trim().split(" {2,}"));
    assertThat(second.get(2)).isEqualTo("0");
  }

  @Test
  void tables_ofOneFile_areJoinedBySql() throws Exception {
    String printed = Printed.by(() -> TablesSample.main(new String[] {folder.toString()}));

    assertThat(printed)
        .contains("the file holds: orders, tokens, users")
        .contains("order 1007 is Order[user=carol, cents=799]")
        .containsPattern("alice +Alice Caldwell +4 +\\d+\\.\\d\\d €");
  }

  @Test
  void encrypted_store_showsNothingAndTakesThePasswordAlone() throws Exception {
    String printed = Printed.by(() -> EncryptedSample.main(new String[] {folder.toString()}));

    assertThat(lines(printed, "plain.db").get(0).split(" +"))
        .filteredOn("readable"::equals)
        .hasSize(3);
    assertThat(lines(printed, "sealed.db").get(0).split(" +"))
        .filteredOn("hidden"::equals)
        .hasSize(3);
    assertThat(printed)
        .containsPattern("no password +refused: ")
        .containsPattern("a wrong password +refused: ")
        .containsPattern("the password +alice is Patient")
        .containsPattern("the old one +refused: ")
        .containsPattern("the new one +alice is Patient");
  }

  @Test
  void codecs_ofOneValue_areReadBySqlAndMayChange() throws Exception {
    String printed = Printed.by(() -> CodecsSample.main(new String[] {folder.toString()}));

    assertThat(printed)
        .containsPattern("json +\\d+ +\\{\"facts\":\\{\"pages\":474},\"published\":\"1815-12-23\",")
        .containsPattern("dracula +Dracula +418 pages")
        .doesNotContainPattern("emma +Emma")
        .contains("get(\"emma\")    Book[title=Emma, year=1815")
        .contains("3 rows by kryo, 1 by json");
  }

  @Test
  void configured_caches_areThereWithTheirOrigins() throws Exception {
    String printed = Printed.by(() -> ConfiguredSample.main(new String[] {folder.toString()}));

    assertThat(printed)
        .contains("getCache(\"users\")     is there: Alice Caldwell")
        .contains("getCache(\"eco.Book\")  is there, by the template: Emma")
        .contains("getCache(\"others\")    is null")
        .containsPattern("caches.eco.Book.hot.max-entries +500 +thermae.conf, line 19 .template")
        .containsPattern("store.path +configured.db +the properties")
        .containsPattern("store.flush-interval +0.25s +thermae.conf, line 4")
        .containsPattern("store.warm.max-bytes +[0-9,.]+ MB +thermae.conf, line 3");
    assertThat(printed.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(160));
    assertThat(printed.replaceAll("\\s+", " "))
        .contains("did you mean flush-interval?")
        .contains("\"eco.Book\" { ... }")
        .contains("a password must not stand in this file");
    assertThat(printed.substring(printed.indexOf("problems with the settings")))
        .doesNotContain("open sesame");
  }

  @Test
  void readme_ofTheSamples_hasAPageForEach() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    Set<String> packages;
    try (Stream<Path> folders = Files.list(Path.of("src/main/java/io/github/thermae/samples"))) {
      packages =
          folders
              .filter(Files::isDirectory)
              .map(path -> path.getFileName().toString())
              .filter(name -> !name.equals("support"))
              .collect(Collectors.toCollection(TreeSet::new));
    }

    assertThat(packages).hasSizeGreaterThanOrEqualTo(11);
    assertThat(packages).allSatisfy(name -> assertThat(readme).contains("-Dsample=" + name));
  }

  private static List<String> lines(String printed, String part) {
    return printed.lines().filter(line -> line.contains(part)).toList();
  }
}
