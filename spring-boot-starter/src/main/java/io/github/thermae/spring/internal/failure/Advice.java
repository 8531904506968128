package io.github.thermae.spring.internal.failure;

/** What to do in a Spring Boot application about what the store says. */
final class Advice {
  private static final String OTHER_PROCESS =
      "End that process, or give this application a file of its own: thermae.store.path=<file>."
          + " Where several instances run in one folder, for example"
          + " thermae.store.path=thermae/instance-${server.port}.db";
  private static final String PASSWORD =
      "Look at thermae.store.encryption.password-file (or password-env) and thermae.store.path:"
          + " they must be those with which the file was made. Nothing in the file was changed.";
  private static final String SETTING =
      "Correct the settings where the message says they stand. 'thermae.store.*' is for the store,"
          + " 'thermae.defaults.*' for all caches, 'thermae.caches.<name>.*' for one.";
  private static final String OTHER =
      "The message says what was expected and what was found. With"
          + " thermae.store.persist-mode=memory the application starts without a file.";

  private Advice() {}

  static String on(String message) {
    if (message.contains("process")) {
      return OTHER_PROCESS;
    }
    if (message.contains("password") || message.contains("encrypted")) {
      return PASSWORD;
    }
    return message.contains("thermae.") || message.contains("setting") ? SETTING : OTHER;
  }
}
