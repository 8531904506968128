package io.github.thermae.spring.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches unless the application asks for one of Boot's own kinds of caches. */
final class NoOtherCacheTypeCondition extends SpringBootCondition {
  private static final String TYPE = "spring.cache.type";

  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    ConditionMessage.Builder message = ConditionMessage.forCondition("Thermae");
    String type = context.getEnvironment().getProperty(TYPE);
    return type == null || type.isBlank()
        ? ConditionOutcome.match(message.because(TYPE + " is not set"))
        : ConditionOutcome.noMatch(message.because(TYPE + " is " + type));
  }
}
