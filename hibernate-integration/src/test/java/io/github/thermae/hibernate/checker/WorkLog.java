package io.github.thermae.hibernate.checker;

import java.util.ArrayList;
import java.util.List;

/** What one worker has seen and done. Used by its thread, and read when that has ended. */
final class WorkLog {
  private final List<Observation> observations = new ArrayList<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  void saw(Observation observation) {
    observations.add(observation);
  }

  void tried(Attempt attempt) {
    attempts.add(attempt);
  }

  /** Something that must not happen at all. */
  void failed(String what) {
    failures.add(what);
  }

  List<Observation> observations() {
    return observations;
  }

  List<Attempt> attempts() {
    return attempts;
  }

  List<String> failures() {
    return failures;
  }
}
