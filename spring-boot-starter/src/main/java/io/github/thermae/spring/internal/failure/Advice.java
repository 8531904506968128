package io.github.thermae.spring.internal.failure;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** What to do in a Spring Boot application about what the store says. */
enum Advice {
  OTHER_PROCESS(
      message -> message.contains("is open in") && message.contains("process"),
      "End that process, or give this application a file of its own:"
          + " thermae.store.path=<file>. Where several instances run in one folder, for example"
          + " thermae.store.path=thermae/instance-${server.port}.db"),
  PASSWORD(
      message -> message.contains("password") || message.contains("encrypted"),
      "Look at thermae.store.encryption.password-file (or password-env) and thermae.store.path:"
          + " they must be those with which the file was made. Nothing in the file was changed."),
  SETTING(
      message -> message.contains("thermae.") || message.contains("setting"),
      "Correct the settings where the message says they stand. 'thermae.store.*' is for the"
          + " store, 'thermae.defaults.*' for all caches, 'thermae.caches.<name>.*' for one."),
  OTHER(
      message -> true,
      "The message says what was expected and what was found. With"
          + " thermae.store.persist-mode=memory the application starts without a file.");

  private static final List<Advice> ALL = Arrays.asList(values());

  private final Predicate<String> fits;
  private final String text;

  Advice(Predicate<String> fits, String text) {
    this.fits = fits;
    this.text = text;
  }

  static String on(String message) {
    return ALL.stream().filter(advice -> advice.fits.test(message)).findFirst().orElse(OTHER).text;
  }
}
