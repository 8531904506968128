package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.ThermaeCache;
import io.github.thermae.config.PersistMode;
import io.github.thermae.config.ThermaeConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Flight Recorder is told. */
final class FlightRecorderTest {
  private static final List<String> EVENTS =
      List.of(
          "thermae.ColdRead",
          "thermae.ColdWrite",
          "thermae.Load",
          "thermae.Flush",
          "thermae.EvictionBurst");

  @TempDir Path folder;

  @Test
  void recording_ofAllEvents_hasReadsWritesLoadsFlushesAndBursts() throws IOException {
    try (Recording recording = new Recording()) {
      EVENTS.forEach(recording::enable);
      recording.start();
      useCaches();
      recording.stop();

      Map<String, List<RecordedEvent>> events = events(recording);
      assertThat(events.keySet()).containsExactlyInAnyOrderElementsOf(EVENTS);
      assertThat(events.get("thermae.ColdRead"))
          .filteredOn(event -> event.getString("cache").equals("through"))
          .anySatisfy(event -> assertThat(event.getLong("count")).isEqualTo(1))
          .allSatisfy(event -> assertThat(event.getBoolean("failed")).isFalse());
      assertThat(events.get("thermae.ColdWrite"))
          .anySatisfy(event -> assertThat(event.getLong("count")).isEqualTo(500));
      assertThat(events.get("thermae.Flush"))
          .allSatisfy(event -> assertThat(event.getString("cache")).isEqualTo("lazy"));
      assertThat(events.get("thermae.Load"))
          .anySatisfy(
              event -> {
                assertThat(event.getLong("count")).isEqualTo(1);
                assertThat(event.getBoolean("failed")).isFalse();
              })
          .anySatisfy(event -> assertThat(event.getBoolean("failed")).isTrue());
      assertThat(events.get("thermae.EvictionBurst"))
          .anySatisfy(
              event -> {
                assertThat(event.getString("tier")).isEqualTo("hot");
                assertThat(event.getLong("entries")).isGreaterThanOrEqualTo(100);
              });
    }
  }

  /** One call puts more than the tiers below the hot one have room for. */
  @ParameterizedTest
  @ValueSource(strings = {"warm", "cold"})
  void recording_tierHasNoRoomForABatch_tellsWhichTierAndHowMuchLeft(String tier)
      throws IOException {
    try (Recording recording = new Recording()) {
      recording.enable("thermae.EvictionBurst");
      recording.start();
      overfill();
      recording.stop();

      assertThat(events(recording).get("thermae.EvictionBurst"))
          .filteredOn(event -> event.getString("tier").equals(tier))
          .anySatisfy(
              event -> {
                assertThat(event.getString("cache")).isEqualTo("small");
                assertThat(event.getLong("entries")).isBetween(100L, 5_000L);
              });
    }
  }

  private void overfill() {
    try (CacheManager manager =
        Managers.open(Managers.at(folder.resolve("small.db")).warmMaxBytes(10_000).build())) {
      Cache<Integer, String> small =
          manager.createCache(
              "small",
              ThermaeConfiguration.builder(Integer.class, String.class)
                  .hotMaxEntries(1)
                  .coldMaxEntries(500)
                  .build());
      small.putAll(
          IntStream.range(0, 5_000).boxed().collect(Collectors.toMap(i -> i, i -> "value " + i)));
    }
  }

  @Test
  void recording_thatDoesNotAskForThem_hasNone() throws IOException {
    try (Recording recording = new Recording()) {
      recording.start();
      useCaches();
      recording.stop();

      assertThat(events(recording)).isEmpty();
    }
    assertThat(FlightRecorder.getFlightRecorder().getEventTypes())
        .filteredOn(type -> type.getName().startsWith("thermae."))
        .hasSize(EVENTS.size())
        .allSatisfy(type -> assertThat(type.isEnabled()).isFalse())
        .allSatisfy(type -> assertThat(type.getDescription()).isNotEmpty());
  }

  @Test
  void store_inAJvmWithoutTheFlightRecorder_works() throws IOException {
    String printed =
        ReducedJvm.run(
            jar -> false,
            List.of(
                "--limit-modules",
                "java.base,java.sql,java.management,java.naming,jdk.unsupported"),
            WithoutRecorder.class,
            folder.resolve("store.db").toString());

    assertThat(printed).isEqualTo("jdk.jfr: false, value: 1");
  }

  private void useCaches() {
    try (CacheManager manager = Managers.open(folder.resolve("a.db"))) {
      Cache<Integer, String> through =
          manager.createCache(
              "through",
              ThermaeConfiguration.builder(Integer.class, String.class).hotMaxEntries(1).build());
      through.putAll(
          IntStream.range(0, 500).boxed().collect(Collectors.toMap(i -> i, i -> "" + i)));
      through.unwrap(ThermaeCache.class).flush();
    }
    try (CacheManager manager = Managers.open(folder.resolve("a.db"))) {
      Cache<Integer, String> through =
          manager.createCache(
              "through",
              ThermaeConfiguration.builder(Integer.class, String.class)
                  .readThrough(() -> new OddsOnly())
                  .build());
      assertThat(through.get(7)).isEqualTo("7");
      assertThat(through.getAll(Set.of(1, 2, 3))).hasSize(3);
      assertThat(through.get(1_001)).isEqualTo("odd");
      try {
        String unused = through.get(1_002);
      } catch (CacheException e) {
        assertThat(e).isInstanceOf(CacheLoaderException.class);
      }
    }
    try (CacheManager manager =
        Managers.open(Managers.at(folder.resolve("b.db")).persistMode(PersistMode.LAZY).build())) {
      Cache<Integer, String> lazy = Managers.cache(manager, "lazy", Integer.class, String.class);
      lazy.put(1, "1");
      lazy.unwrap(ThermaeCache.class).flush();
    }
  }

  private Map<String, List<RecordedEvent>> events(Recording recording) throws IOException {
    Path file = folder.resolve("recording.jfr");
    recording.dump(file);
    Map<String, List<RecordedEvent>> byName = new TreeMap<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      String name = event.getEventType().getName();
      if (name.startsWith("thermae.")) {
        byName.computeIfAbsent(name, n -> new java.util.ArrayList<>()).add(event);
      }
    }
    return byName;
  }

  private static final class OddsOnly implements CacheLoader<Integer, String> {
    @Override
    public String load(Integer key) {
      if (key % 2 == 0) {
        throw new CacheLoaderException("even");
      }
      return "odd";
    }

    @Override
    public Map<Integer, String> loadAll(Iterable<? extends Integer> keys) {
      Map<Integer, String> loaded = new HashMap<>();
      keys.forEach(key -> loaded.put(key, load(key)));
      return loaded;
    }
  }

  /** A program in a JVM without the Flight Recorder. */
  static final class WithoutRecorder {
    private WithoutRecorder() {}

    public static void main(String[] arguments) {
      try (CacheManager manager = Managers.open(Path.of(arguments[0]))) {
        Cache<String, String> cache = Managers.cache(manager, "users", String.class, String.class);
        cache.put("a", "1");
        System.out.println(
            "jdk.jfr: "
                + ModuleLayer.boot().findModule("jdk.jfr").isPresent()
                + ", value: "
                + cache.get("a"));
      }
    }
  }
}
