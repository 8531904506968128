package io.github.thermae.spring.internal.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.support.DefaultConversionService;

/** The keys that a text from outside may stand for. */
final class KeyText {
  private static final DefaultConversionService CONVERSION = new DefaultConversionService();

  private KeyText() {}

  /**
   * The key of a cache's declared type; where that says nothing, the text, and the numbers and the
   * UUID that it is the text of.
   */
  static List<Object> keys(String text, Class<?> keyType) {
    List<Object> keys = new ArrayList<>();
    if (keyType == Object.class) {
      keys.add(text);
      read(text, Long::valueOf).ifPresent(keys::add);
      read(text, Integer::valueOf).ifPresent(keys::add);
      read(text, UUID::fromString).ifPresent(keys::add);
    } else if (CONVERSION.canConvert(String.class, keyType)) {
      converted(text, keyType).ifPresent(keys::add);
    }
    return keys;
  }

  private static Optional<Object> read(String text, Function<String, Object> reader) {
    try {
      return Optional.of(reader.apply(text)).filter(key -> key.toString().equals(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Object> converted(String text, Class<?> keyType) {
    try {
      return Optional.ofNullable(CONVERSION.convert(text, keyType));
    } catch (ConversionException e) {
      return Optional.empty();
    }
  }
}
