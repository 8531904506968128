package io.github.thermae.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.thermae.codec.BuiltInCodec;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every input that fuzzing has found, and the samples, against the decoder that it was found for.
 */
class FuzzInputsTest {
  private static final Map<String, DecoderTarget> TARGETS =
      Map.of(
          "KryoFuzz", DecoderTarget.of(BuiltInCodec.KRYO),
          "JavaFuzz", DecoderTarget.of(BuiltInCodec.JAVA),
          "JsonFuzz", DecoderTarget.of(BuiltInCodec.JSON),
          "MessagePackFuzz", DecoderTarget.of(BuiltInCodec.MESSAGE_PACK),
          "KeyFuzz", DecoderTarget.ofKeys());

  static Stream<String> targets() {
    return TARGETS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void decode_foundInput_givesAnObjectOrADecodeException(String name) throws Exception {
    DecoderTarget target = Objects.requireNonNull(TARGETS.get(name));
    List<byte[]> inputs = new ArrayList<>(target.seeds());
    inputs.addAll(found(name));

    assertThat(inputs).isNotEmpty();
    for (byte[] input : inputs) {
      assertThatCode(() -> target.decode(input)).doesNotThrowAnyException();
    }
  }

  private static List<byte[]> found(String name) throws IOException, URISyntaxException {
    URL folder = FuzzInputsTest.class.getResource(name + "Inputs/decode");
    if (folder == null) {
      return List.of();
    }
    List<byte[]> inputs = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      for (Path file : files.toList()) {
        inputs.add(Files.readAllBytes(file));
      }
    }
    return inputs;
  }
}
