package io.github.thermae.samples.hello;

import io.github.thermae.config.StoreOptions;
import io.github.thermae.samples.support.Out;
import io.github.thermae.samples.support.Stores;
import java.io.IOException;
import java.nio.file.Path;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;

/** Nothing but the JCache API, but for the line that names the file. */
public final class HelloSample {
  private HelloSample() {}

  /** The argument is a folder for the store. */
  public static void main(String[] args) throws IOException {
    Path file = Stores.fresh(args[0], "hello.db");

    Out.line("Thermae: hello, JCache");
    Out.line("");
    Out.line("1. A new store in %s", file);
    try (CacheManager manager = open(file)) {
      Cache<String, String> greetings = greetings(manager);
      Out.line("   get(\"en\")  %s", greetings.get("en"));
      Out.line("   put(\"en\", \"Hello\"), put(\"la\", \"Salve\")");
      greetings.put("en", "Hello");
      greetings.put("la", "Salve");
      Out.line("   get(\"en\")  %s", greetings.get("en"));
    }
    Out.line("");
    Out.line("2. The manager was closed, and is opened again. Nobody puts anything.");
    try (CacheManager manager = open(file)) {
      Cache<String, String> greetings = greetings(manager);
      Out.line("   get(\"en\")  %s", greetings.get("en"));
      Out.line("   get(\"la\")  %s", greetings.get("la"));
      Out.line("   get(\"fr\")  %s", greetings.get("fr"));
    }
  }

  private static CacheManager open(Path file) {
    StoreOptions options = StoreOptions.builder().path(file).build();
    return Caching.getCachingProvider().getCacheManager(null, null, options.toProperties());
  }

  private static Cache<String, String> greetings(CacheManager manager) {
    return manager.createCache(
        "greetings",
        new MutableConfiguration<String, String>().setTypes(String.class, String.class));
  }
}
