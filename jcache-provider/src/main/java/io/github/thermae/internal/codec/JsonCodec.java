package io.github.thermae.internal.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import java.io.ByteArrayOutputStream;

/**
 * Values as JSON text in UTF-8: see {@link JsonOutput}. A class that has changed is read as far as
 * it still fits. What cannot come back equal is refused when it is written. Needs Jackson's core.
 * Thread-safe.
 */
final class JsonCodec implements ValueCodec {
  /** Tells the dictionary's entry of a declared type from one of a class in a value. */
  static final String SHAPE = "declared";

  /** An object in a list in a class tag is three levels of JSON. */
  private static final int NESTING_MAX = 6 * OpenObjects.DEPTH_MAX;

  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(NESTING_MAX)
                  .maxNumberLength(JsonOutput.DIGITS_MAX)
                  // Bounded by the bytes of the value.
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(NESTING_MAX).build())
          .build();

  private final CodecScope scope;
  private final Class<?> declared;
  private final DataForms forms;
  private final DataSlot root;

  /**
   * A codec.
   *
   * @param declared the type that a value has if the text names none
   */
  JsonCodec(CodecScope scope, Class<?> declared) {
    this.scope = scope;
    this.declared = declared;
    this.forms = new DataForms(scope);
    this.root = forms.slotOf(declared);
  }

  @Override
  public int schema() {
    int number =
        declared == Object.class
            ? 0
            : scope.dictionary().idOf(new ClassShape(declared.getName(), SHAPE));
    return ValueFormat.of(ValueFormat.JSON, number);
  }

  @Override
  public byte[] encode(Object value) {
    return scope.encoded(
        value,
        () -> {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          try (JsonGenerator json = JACKSON.createGenerator(bytes)) {
            root.write(new JsonOutput(json), value);
          }
          return bytes.toByteArray();
        });
  }

  @Override
  @SuppressWarnings("CatchingUnchecked") // Whatever bytes can cause must come out as one exception.
  public Object decode(byte[] bytes) {
    try (JsonParser json = JACKSON.createParser(bytes)) {
      return Decoded.notNull(new JsonInput(json, forms).readOnly(root));
    } catch (Throwable e) {
      throw Failures.ofDecoding(scope, e);
    }
  }
}
