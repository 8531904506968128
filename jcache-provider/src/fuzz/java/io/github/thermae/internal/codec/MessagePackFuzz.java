package io.github.thermae.internal.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.thermae.codec.BuiltInCodec;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes of any kind as MessagePack. */
class MessagePackFuzz {
  private static final DecoderTarget TARGET = DecoderTarget.of(BuiltInCodec.MESSAGE_PACK);

  static Stream<byte[]> seeds() {
    return TARGET.seeds().stream();
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1m")
  void decode(byte[] bytes) {
    TARGET.decode(bytes);
  }
}
