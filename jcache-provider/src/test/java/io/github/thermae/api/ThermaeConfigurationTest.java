package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeException;
import io.github.thermae.config.CacheOptions;
import io.github.thermae.config.ThermaeConfiguration;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A cache's configuration as code. */
final class ThermaeConfigurationTest {
  @Test
  void builder_wrongValues_nameTheSetting() {
    ThermaeConfiguration.Builder<String, String> builder =
        ThermaeConfiguration.builder(String.class, String.class);

    assertThatThrownBy(() -> builder.hotMaxEntries(0))
        .isInstanceOf(ThermaeException.class)
        .hasMessage("hot.max-entries must be at least 1, but is 0");
    assertThatThrownBy(() -> builder.hotMaxBytes(0))
        .isInstanceOf(ThermaeException.class)
        .hasMessage("hot.max-bytes must be at least 1, but is 0");
    assertThatThrownBy(() -> builder.coldMaxEntries(0))
        .isInstanceOf(ThermaeException.class)
        .hasMessage("cold.max-entries must be at least 1, but is 0");
    assertThatThrownBy(() -> builder.ttl(Duration.ZERO))
        .isInstanceOf(ThermaeException.class)
        .hasMessage("ttl must be a positive duration or 'eternal', but is PT0S");
    assertThatThrownBy(() -> builder.expireAfterAccess(Duration.ofNanos(-1)))
        .isInstanceOf(ThermaeException.class)
        .hasMessageStartingWith("expire-after-access must be a positive duration");
  }

  @Test
  void builder_lives_becomeThePoliciesOfJsr107() {
    assertThat(policy(builder().ttl(Duration.ofMillis(1500))))
        .isEqualTo(
            new ModifiedExpiryPolicy(new javax.cache.expiry.Duration(TimeUnit.MILLISECONDS, 1500)));
    assertThat(policy(builder().expireAfterAccess(Duration.ofMinutes(1))))
        .isEqualTo(
            new TouchedExpiryPolicy(
                new javax.cache.expiry.Duration(TimeUnit.MILLISECONDS, 60_000)));
    assertThat(policy(builder().ttl(Duration.ofMillis(1)).eternal()))
        .isEqualTo(new EternalExpiryPolicy());
  }

  static Duration[] endlessLives() {
    return new Duration[] {
      CacheOptions.ETERNAL,
      ChronoUnit.FOREVER.getDuration(),
      Duration.ofDays(Long.MAX_VALUE / 86_400),
      Duration.ofSeconds(Long.MAX_VALUE - 1)
    };
  }

  @ParameterizedTest
  @MethodSource("endlessLives")
  void builder_lifeBeyondAllClocks_isEternal(Duration life) {
    assertThat(policy(builder().ttl(life)).getExpiryForCreation().isEternal()).isTrue();
    assertThat(policy(builder().expireAfterAccess(life)).getExpiryForAccess().isEternal()).isTrue();
  }

  @Test
  void ttl_belowAMillisecond_isNotAnEntryThatWasNeverStored() {
    assertThat(policy(builder().ttl(Duration.ofNanos(1))).getExpiryForCreation().isZero())
        .as("positive was asked for")
        .isFalse();
  }

  @Test
  void builder_hotBoundInEntriesAndInBytes_namesBoth() {
    assertThatThrownBy(() -> builder().hotMaxEntries(7).hotMaxBytes(8))
        .isInstanceOf(ThermaeException.class)
        .hasMessage("hot.max-entries is 7 and hot.max-bytes is 8: set one of them, not both");
    assertThatThrownBy(() -> builder().hotMaxBytes(8).hotMaxEntries(7))
        .isInstanceOf(ThermaeException.class)
        .hasMessage("hot.max-entries is 7 and hot.max-bytes is 8: set one of them, not both");
  }

  @Test
  void builder_copyOfAnother_mayBoundTheHotTierInTheOtherUnit() {
    ThermaeConfiguration<String, String> start =
        builder().hotMaxEntries(7).coldMaxEntries(9).build();

    ThermaeConfiguration<String, String> copy =
        ThermaeConfiguration.builder(start).hotMaxBytes(8).build();

    assertThat(copy.hotMaxEntries()).isEmpty();
    assertThat(copy.hotMaxBytes()).hasValue(8);
    assertThat(copy.coldMaxEntries()).hasValue(9);
  }

  @Test
  void equals_sameSettings_areEqual() {
    ThermaeConfiguration<String, String> one = builder().hotMaxEntries(3).build();

    assertThat(one)
        .isEqualTo(builder().hotMaxEntries(3).build())
        .hasSameHashCodeAs(builder().hotMaxEntries(3).build())
        .isNotEqualTo(builder().hotMaxEntries(4).build())
        .isNotEqualTo(builder().hotMaxBytes(3).build())
        .isNotEqualTo(builder().hotMaxEntries(3).coldMaxEntries(3).build())
        .isNotEqualTo(builder().build());
    assertThat(ThermaeConfiguration.builder(one).build()).isEqualTo(one);
  }

  @Test
  void serialization_everyBound_comesBack() throws IOException, ClassNotFoundException {
    ThermaeConfiguration<String, String> one = builder().hotMaxBytes(8).coldMaxEntries(9).build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(one);
    }

    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(one);
    }
  }

  @Test
  void createCache_configurationChangedAfterwards_cacheKeepsItsOwn() {
    MutableConfiguration<String, String> configuration =
        new MutableConfiguration<String, String>().setTypes(String.class, String.class);
    try (CacheManager manager = Managers.memory()) {
      var cache = manager.createCache("users", configuration);
      configuration.setStoreByValue(false).setStatisticsEnabled(true);

      assertThat(Managers.configurationOf(cache).isStoreByValue()).isTrue();
      assertThat(Managers.configurationOf(cache).isStatisticsEnabled()).isFalse();
    }
  }

  private static ThermaeConfiguration.Builder<String, String> builder() {
    return ThermaeConfiguration.builder(String.class, String.class);
  }

  private static ExpiryPolicy policy(ThermaeConfiguration.Builder<String, String> builder) {
    return builder.build().getExpiryPolicyFactory().create();
  }
}
