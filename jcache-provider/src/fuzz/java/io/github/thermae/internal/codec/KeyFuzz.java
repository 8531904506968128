package io.github.thermae.internal.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes of any kind as canonical keys. */
class KeyFuzz {
  private static final DecoderTarget TARGET = DecoderTarget.ofKeys();

  static Stream<byte[]> seeds() {
    return TARGET.seeds().stream();
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1m")
  void decode(byte[] bytes) {
    TARGET.decode(bytes);
  }
}
