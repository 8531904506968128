package io.github.thermae.spring.internal.settings;

import java.util.List;

/** What Spring's cache abstraction puts into caches beside the application's own objects. */
final class SpringClasses {
  static final List<String> NAMES =
      List.of(
          "org.springframework.cache.interceptor.SimpleKey",
          "org.springframework.cache.support.NullValue");

  private SpringClasses() {}
}
