package io.github.thermae.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeCache;
import io.github.thermae.codec.Codec;
import io.github.thermae.codec.CodecContext;
import io.github.thermae.codec.NoEncodedFormException;
import io.github.thermae.config.PersistMode;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Codecs that are given as objects, and values that such a codec keeps out of the file. */
final class CodecObjectTest {
  @TempDir Path folder;

  /** Writes what it was told to write before each value, and no value that begins with a star. */
  private static final class Marking implements Codec {
    private final String mark;

    Marking(String mark) {
      this.mark = mark;
    }

    @Override
    public byte[] encode(Object value, CodecContext context) throws NoEncodedFormException {
      String text = ((List<?>) value).get(0).toString();
      if (text.startsWith("*")) {
        throw new NoEncodedFormException("it begins with a star");
      }
      return (mark + text).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Object decode(byte[] bytes, CodecContext context) {
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (!text.startsWith(mark)) {
        throw new IllegalArgumentException("not marked with " + mark);
      }
      return mutable(text.substring(mark.length()));
    }
  }

  private static List<String> mutable(String text) {
    return new ArrayList<>(List.of(text));
  }

  private StoreOptions.Builder options(PersistMode mode) {
    StoreOptions.Builder options = StoreOptions.builder().warmMaxBytes(0);
    return mode == PersistMode.MEMORY
        ? options
        : options.path(Store.fileIn(folder)).persistMode(mode);
  }

  private static Cache<String, Object> cache(CacheManager manager, String mark, boolean byValue) {
    return manager.createCache(
        "c",
        ThermaeConfiguration.builder(String.class, Object.class)
            .codec(new Marking(mark))
            .storeByValue(byValue)
            .build());
  }

  private static void flush(Cache<?, ?> cache) {
    ThermaeCache<?, ?> flushed = cache.unwrap(ThermaeCache.class);
    flushed.flush();
  }

  private static CacheManager open(StoreOptions.Builder options) {
    return Managers.open(options.build());
  }

  @Test
  void codec_givenAsAnObject_writesAndReadsAfterARestart() {
    try (CacheManager manager = open(options(PersistMode.WRITE_THROUGH))) {
      cache(manager, "a-", false).put("key", mutable("value"));
    }
    try (CacheManager manager = open(options(PersistMode.WRITE_THROUGH))) {
      assertThat(cache(manager, "a-", false).get("key")).isEqualTo(mutable("value"));
    }
  }

  @Test
  void codec_givenAsAnObjectThatRefusesTheBytes_isAMiss() {
    try (CacheManager manager = open(options(PersistMode.WRITE_THROUGH))) {
      cache(manager, "a-", false).put("key", mutable("value"));
    }
    try (CacheManager manager = open(options(PersistMode.WRITE_THROUGH))) {
      assertThat(cache(manager, "b-", false).get("key")).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(PersistMode.class)
  void put_byReferenceOfAValueWithoutEncodedForm_staysHotAndTheOldRowGoes(PersistMode mode) {
    Object bad = mutable("*bad");
    try (CacheManager manager = open(options(mode))) {
      Cache<String, Object> cache = cache(manager, "a-", false);
      cache.put("key", mutable("good"));
      flush(cache);
      cache.put("key", bad);
      flush(cache);

      assertThat(cache.get("key")).isSameAs(bad);
      assertThat(cache.replace("key", bad, mutable("*worse"))).isTrue();
      assertThat(cache.get("key")).isEqualTo(mutable("*worse"));
    }
    if (mode != PersistMode.MEMORY) {
      try (CacheManager manager = open(options(mode))) {
        assertThat(cache(manager, "a-", false).get("key")).isNull();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(PersistMode.class)
  void put_byReferenceOfAValueWithoutEncodedForm_isEvictedWhenItsTurnComes(PersistMode mode) {
    try (CacheManager manager = open(options(mode).defaultHotMaxEntries(1))) {
      Cache<String, Object> cache = cache(manager, "a-", false);
      for (int i = 0; i < 100; i++) {
        cache.put("key" + i, mutable("*" + i));
      }
      flush(cache);

      assertThat(Managers.tiersOf(cache).evictions()).isGreaterThanOrEqualTo(90);
      assertThat(Managers.tiersOf(cache).coldEntries()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(PersistMode.class)
  void put_byValueOfAValueWithoutEncodedForm_isRefusedAndChangesNothing(PersistMode mode) {
    try (CacheManager manager = open(options(mode))) {
      Cache<String, Object> cache = cache(manager, "a-", true);
      cache.put("key", mutable("good"));

      assertThatThrownBy(() -> cache.put("key", mutable("*bad")))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("it begins with a star");
      assertThat(cache.get("key")).isEqualTo(mutable("good"));
    }
  }
}
