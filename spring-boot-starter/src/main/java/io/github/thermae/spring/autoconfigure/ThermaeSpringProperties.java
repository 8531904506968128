package io.github.thermae.spring.autoconfigure;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The starter's own settings; those of the store and its caches are read by the store.
 *
 * @param transactionAware whether puts and evictions wait for the commit of the transaction
 * @param health when the store counts as degraded
 */
@ConfigurationProperties(prefix = "thermae.spring", ignoreUnknownFields = false)
public record ThermaeSpringProperties(
    @DefaultValue("false") boolean transactionAware, @DefaultValue Health health) {
  /**
   * When the store counts as degraded. A failing write does so always.
   *
   * @param degradedStatus the status of a degraded store. One that Spring Boot does not know, as
   *     the default, is shown and changes neither the status of the application nor its readiness
   * @param minFreeSpace what the disk of the file must have left
   * @param maxQueueAge for how long a change may wait to be saved
   */
  public record Health(
      @DefaultValue("DEGRADED") String degradedStatus,
      @DefaultValue("100MB") DataSize minFreeSpace,
      @DefaultValue("1m") Duration maxQueueAge) {}
}
