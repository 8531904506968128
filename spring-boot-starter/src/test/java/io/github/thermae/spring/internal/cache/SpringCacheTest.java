package io.github.thermae.spring.internal.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.thermae.codec.BuiltInCodec;
import io.github.thermae.codec.Codec;
import io.github.thermae.codec.CodecContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache.ValueWrapper;

/** What each operation means, one thread at a time. */
class SpringCacheTest {
  private final Caches caches = new Caches();

  @AfterEach
  void close() {
    caches.close();
  }

  @Test
  void get_nothingThere_isNull() {
    assertThat(caches.cache().get("emma")).isNull();
  }

  @Test
  void get_nullWasPut_isAWrapperOfNull() {
    SpringCache cache = caches.cache();
    cache.put("emma", null);
    assertThat(cache.get("emma")).extracting(ValueWrapper::get).isNull();
    assertThat(cache.get("emma", String.class)).isNull();
  }

  @Test
  void get_otherType_throws() {
    SpringCache cache = caches.cache();
    cache.put("emma", 1815);
    assertThatIllegalStateException().isThrownBy(() -> cache.get("emma", String.class));
  }

  @Test
  void retrieve_nothingThere_isNullAtOnce() {
    assertThat(caches.cache().retrieve("emma")).isNull();
  }

  @Test
  void retrieve_nullWasPut_isAFutureOfAWrapperOfNull() {
    SpringCache cache = caches.cache();
    cache.put("emma", null);
    assertThat(cache.retrieve("emma"))
        .isCompletedWithValueMatching(
            found -> found instanceof ValueWrapper wrapper && wrapper.get() == null);
  }

  @Test
  void putIfAbsent_absent_putsAndReturnsNull() {
    SpringCache cache = caches.cache();
    assertThat(cache.putIfAbsent("emma", 1815)).isNull();
    assertThat(cache.get("emma", Integer.class)).isEqualTo(1815);
  }

  @Test
  void putIfAbsent_present_keepsAndReturnsIt() {
    SpringCache cache = caches.cache();
    cache.put("emma", null);
    ValueWrapper existing = cache.putIfAbsent("emma", 1815);
    assertThat(existing).isNotNull().extracting(ValueWrapper::get).isNull();
    assertThat(cache.get("emma", Integer.class)).isNull();
  }

  @Test
  void evictIfPresent_tellsWhetherItWasThere() {
    SpringCache cache = caches.cache();
    cache.put("emma", 1815);
    assertThat(cache.evictIfPresent("emma")).isTrue();
    assertThat(cache.evictIfPresent("emma")).isFalse();
  }

  @Test
  void invalidate_tellsWhetherAnythingWasThere() {
    SpringCache cache = caches.cache();
    cache.put("emma", 1815);
    assertThat(cache.invalidate()).isTrue();
    assertThat(cache.get("emma")).isNull();
    assertThat(cache.invalidate()).isFalse();
  }

  @Test
  void clear_cacheWritesThrough_tellsTheWriterOfEachEntry() {
    RecordingWriter writer = new RecordingWriter();
    SpringCache cache = caches.cache(options -> options.writeThrough(() -> writer));
    cache.put("emma", 1815);
    cache.clear();
    assertThat(writer.deleted()).containsExactly("emma");
    assertThat(cache.get("emma")).isNull();
  }

  @Test
  void put_nullWhereTheCodecCannotWriteIt_removesWhatWasThere() {
    SpringCache cache = caches.cache(options -> options.codec(BuiltInCodec.BYTES));
    cache.put("emma", "1815".getBytes(UTF_8));
    cache.put("emma", null);
    assertThat(cache.get("emma")).isNull();
    assertThat(cache.putIfAbsent("emma", null)).isNull();
    Object loaded = cache.get("emma", () -> null);
    assertThat(loaded).isNull();
    assertThat(cache.get("emma")).isNull();
  }

  @Test
  void put_nullWhereTheCodecIsTheUsers_doesNotReachIt() {
    SpringCache cache = caches.cache(options -> options.codec(TextCodec.class));
    cache.put("emma", null);
    assertThat(cache.get("emma")).isNull();
  }

  @Test
  void getWithLoader_oneLoad_countsOneMissAndOnePut() {
    SpringCache cache = caches.cache();
    Integer first = cache.get("emma", () -> 1815);
    Integer second = cache.get("emma", () -> 1816);
    assertThat(second).isEqualTo(first);
    var statistics = cache.getNativeCache().tierStatistics();
    assertThat(statistics.misses()).isEqualTo(1);
    assertThat(statistics.hotHits()).isEqualTo(1);
  }

  /** Knows text only. */
  public static final class TextCodec implements Codec {
    @Override
    public byte[] encode(Object value, CodecContext context) {
      return ((String) value).getBytes(UTF_8);
    }

    @Override
    public Object decode(byte[] bytes, CodecContext context) {
      return new String(bytes, UTF_8);
    }
  }
}
