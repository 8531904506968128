package io.github.thermae.internal.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Codecs for tests. */
final class Codecs {
  /** Lets in what the tests of this package define, and what the JDK defines. */
  static final List<String> OURS = List.of("io.github.thermae.internal.codec.*");

  private Codecs() {}

  static KryoCodec kryo() {
    return kryo(new MemoryDictionary());
  }

  static KryoCodec kryo(ClassDictionary dictionary) {
    return new KryoCodec("users", loader(), dictionary, ClassGate.of("users", List.of(), OURS));
  }

  static CanonicalKeyCodec keys() {
    return keys(new MemoryDictionary(), null);
  }

  static CanonicalKeyCodec keys(ClassDictionary dictionary, @Nullable Class<?> integerKeyType) {
    return new CanonicalKeyCodec(
        "users", loader(), dictionary, ClassGate.of("users", List.of(), OURS), integerKeyType);
  }

  static ClassLoader loader() {
    return Codecs.class.getClassLoader();
  }
}
