package io.github.thermae.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.ThermaeCache;
import io.github.thermae.codec.BuiltInCodec;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.internal.codec.Sources.Loader;
import io.github.thermae.spi.ThermaeCachingProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One JVM writes values of a class and is killed; another one has the class's next version. */
class ClassChangeAcrossProcessesTest {
  private static final String FOO = "com.acme.Foo";
  private static final String COLOR = "com.acme.Color";
  private static final List<BuiltInCodec> CODECS =
      List.of(BuiltInCodec.KRYO, BuiltInCodec.JSON, BuiltInCodec.MESSAGE_PACK, BuiltInCodec.JAVA);

  @TempDir Path folder;

  private static Loader load(String foo, String color) {
    return new Sources()
        .with(FOO, "package com.acme; public " + foo)
        .with(COLOR, "package com.acme; public " + color)
        .load();
  }

  private static CacheManager open(Path file, ClassLoader loader) {
    StoreOptions options = StoreOptions.builder().path(file).allowedClasses("com.acme.**").build();
    return new ThermaeCachingProvider().getCacheManager(null, loader, options.toProperties());
  }

  private static Cache<String, Object> cache(CacheManager manager, BuiltInCodec codec) {
    return manager.createCache(
        codec.name(),
        ThermaeConfiguration.builder(String.class, Object.class).codec(codec).build());
  }

  /** Runs in the other process. */
  public static void main(String[] arguments) throws Exception {
    Loader first =
        load(
            "record Foo(int number, String gone) implements java.io.Serializable {}",
            "enum Color { RED, GREEN, BLUE }");
    CacheManager manager = open(Path.of(arguments[0]), first);
    for (BuiltInCodec codec : CODECS) {
      Cache<String, Object> cache = cache(manager, codec);
      cache.put("changed", first.make(FOO, 7, "x"));
      cache.put("reordered", first.constant(COLOR, "GREEN"));
      cache.put("plain", List.of(1, 2L, "3"));
    }
    Runtime.getRuntime().halt(9);
  }

  private static void writeInAnotherProcess(Path file) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dkryo.unsafe=false",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ClassChangeAcrossProcessesTest.class.getName(),
                file.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isEqualTo(9);
  }

  @Test
  void nextVersionOfAClass_readsWhatFitsOrNothing() throws Exception {
    Path file = folder.resolve("store.db");
    writeInAnotherProcess(file);
    Loader second =
        load(
            "record Foo(String added, long number) implements java.io.Serializable {}",
            "enum Color { BLUE, NEW, GREEN }");
    Map<BuiltInCodec, String> read = new TreeMap<>();
    Map<BuiltInCodec, Long> putAside = new TreeMap<>();
    try (CacheManager manager = open(file, second)) {
      for (BuiltInCodec codec : CODECS) {
        Cache<String, Object> cache = cache(manager, codec);
        assertThat(cache.get("reordered")).isSameAs(second.constant(COLOR, "GREEN"));
        assertThat(cache.get("plain")).isEqualTo(List.of(1, 2L, "3"));
        read.put(codec, String.valueOf(cache.get("changed")));
        putAside.put(codec, cache.unwrap(ThermaeCache.class).tierStatistics().quarantinedRows());
        cache.put("changed", second.make(FOO, "new", 8L));
        assertThat(cache.getAll(Set.of("changed")))
            .hasToString("{changed=Foo[added=new, number=8]}");
      }
    }
    String fitting = "Foo[added=null, number=7]";
    assertThat(read)
        .isEqualTo(
            Map.of(
                BuiltInCodec.KRYO,
                "null",
                BuiltInCodec.JAVA,
                "null",
                BuiltInCodec.JSON,
                fitting,
                BuiltInCodec.MESSAGE_PACK,
                fitting));
    assertThat(putAside)
        .isEqualTo(
            Map.of(
                BuiltInCodec.KRYO, 1L,
                BuiltInCodec.JAVA, 1L,
                BuiltInCodec.JSON, 0L,
                BuiltInCodec.MESSAGE_PACK, 0L));
  }
}
