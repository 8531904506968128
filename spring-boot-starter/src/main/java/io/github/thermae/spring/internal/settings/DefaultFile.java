package io.github.thermae.spring.internal.settings;

import org.springframework.core.env.Environment;

/** The file of an application that says nothing: {@code thermae/<application's name>.db}. */
final class DefaultFile {
  private static final String FOLDER = "thermae";
  private static final String NAMELESS = "application";

  private DefaultFile() {}

  static String of(Environment environment) {
    String name = environment.getProperty("spring.application.name", "").strip();
    return FOLDER + "/" + (name.isEmpty() ? NAMELESS : safe(name)) + ".db";
  }

  /** A name may hold what a file's name cannot, and must not lead out of the folder. */
  private static String safe(String name) {
    String safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
    return safe.startsWith(".") ? "_" + safe : safe;
  }
}
