package io.github.thermae.spring;

import io.github.thermae.spring.shop.Shop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the application with a file of the test's. */
final class Shops {
  private Shops() {}

  static ConfigurableApplicationContext open(Path file, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("thermae.store.path=" + file);
    return openWithout(all.toArray(String[]::new));
  }

  static ConfigurableApplicationContext openWithout(String... settings) {
    return new SpringApplicationBuilder(Shop.class)
        .web(WebApplicationType.NONE)
        .properties("spring.main.banner-mode=off")
        .properties(settings)
        .run();
  }
}
