package io.github.thermae.spring.internal.failure;

import io.github.thermae.ThermaeException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells what the store says in place of the exceptions around it. */
public final class StoreFailureAnalyzer extends AbstractFailureAnalyzer<ThermaeException> {
  /** For {@code spring.factories}. */
  public StoreFailureAnalyzer() {}

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, ThermaeException cause) {
    String description = String.valueOf(cause.getMessage());
    return new FailureAnalysis(description, Advice.on(description), cause);
  }
}
