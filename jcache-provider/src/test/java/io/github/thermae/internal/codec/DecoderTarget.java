package io.github.thermae.internal.codec;

import io.github.thermae.codec.BuiltInCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A decoder to throw bytes at. Its dictionary knows the classes of the samples, so that bytes can
 * get as far as making objects. What is decoded is encoded and decoded again: an object that a
 * decoder lets through must be one that the codec holds, or refuses clearly.
 */
final class DecoderTarget {
  private final Consumer<byte[]> decoder;
  private final List<byte[]> seeds;

  private DecoderTarget(Consumer<byte[]> decoder, List<byte[]> seeds) {
    this.decoder = decoder;
    this.seeds = seeds;
  }

  static DecoderTarget of(BuiltInCodec kind) {
    ValueCodec codec =
        new ValueCodecs(
                "fuzzed",
                Codecs.loader(),
                new MemoryDictionary(),
                ClassGate.of("fuzzed", List.of(), Codecs.OURS),
                CodecChoice.of(kind.settingName(), "fuzzed", Codecs.loader(), Object.class),
                Object.class)
            .current();
    return new DecoderTarget(
        bytes -> codec.encode(codec.decode(bytes)),
        seeds(ValueCodecContract.targets(), codec::encode));
  }

  static DecoderTarget ofKeys() {
    CanonicalKeyCodec codec = Codecs.keys();
    return new DecoderTarget(
        bytes -> codec.decode(EncodedKey.ofBinary(bytes)),
        seeds(HostileBytesTest.keys(), key -> codec.encode(key).bytes()));
  }

  private static List<byte[]> seeds(
      Stream<Object> values, java.util.function.Function<Object, byte[]> encoder) {
    List<byte[]> seeds = new ArrayList<>();
    values.forEach(
        value -> {
          try {
            seeds.add(encoder.apply(value));
          } catch (io.github.thermae.ThermaeException e) {
            // Not every codec holds every value.
            seeds.add(new byte[0]);
          }
        });
    return seeds;
  }

  /** Encoded samples, which also have made their classes known. */
  List<byte[]> seeds() {
    return seeds;
  }

  /** Returns or throws what the target's contract forbids. */
  void decode(byte[] bytes) {
    try {
      decoder.accept(bytes);
    } catch (io.github.thermae.ThermaeException e) {
      if (e.getMessage() == null) {
        throw new AssertionError("An error without a message", e);
      }
    }
  }
}
