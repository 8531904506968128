package io.github.thermae.internal.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Data as JSON text.
 *
 * <table>
 * <caption>What is what</caption>
 * <tr><td>numbers, true, false, null, text</td><td>as JSON has them; NaN and the infinities are text
 *   </td></tr>
 * <tr><td>dates and the like</td><td>text in the ISO form</td></tr>
 * <tr><td>{@code byte[]} and what has no text</td><td>Base64</td></tr>
 * <tr><td>list, set, array</td><td>{@code [1, 2]}</td></tr>
 * <tr><td>map</td><td>{@code {"a": 1}}, or {@code [[k, v], ...]} where not all keys are names</td></tr>
 * <tr><td>object</td><td>{@code {"name": "Ann", "age": 30}}</td></tr>
 * <tr><td>object whose class is not declared</td><td>{@code {"@type": "com.acme.Dog", "name": ...}}
 *   </td></tr>
 * <tr><td>other value whose class is not declared</td><td>{@code {"@type": "java.lang.Long",
 *   "@value": 5}}</td></tr>
 * </table>
 */
final class JsonOutput extends TokenOutput {
  /** Jackson does not read longer ones, as it takes quadratic time. */
  static final int DIGITS_MAX = 1_000;

  private final JsonGenerator json;

  JsonOutput(JsonGenerator json) {
    this.json = json;
  }

  @Override
  boolean isText() {
    return true;
  }

  @Override
  void writeNull() throws IOException {
    json.writeNull();
  }

  @Override
  void writeBoolean(boolean value) throws IOException {
    json.writeBoolean(value);
  }

  @Override
  void writeInt(int value) throws IOException {
    json.writeNumber(value);
  }

  @Override
  void writeLong(long value) throws IOException {
    json.writeNumber(value);
  }

  @Override
  void writeFloat(float value) throws IOException {
    if (Float.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeString(Float.toString(value));
    }
  }

  @Override
  void writeDouble(double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeString(Double.toString(value));
    }
  }

  @Override
  void writeText(String value) throws IOException {
    json.writeString(value);
  }

  @Override
  void writeBinary(byte[] value) throws IOException {
    json.writeBinary(value);
  }

  @Override
  void writeBigInteger(BigInteger value) throws IOException {
    writeDigits(value.toString());
  }

  @Override
  void writeBigDecimal(BigDecimal value) throws IOException {
    writeDigits(value.toString());
  }

  private void writeDigits(String digits) throws IOException {
    if (digits.length() > DIGITS_MAX) {
      throw new IllegalArgumentException(
          "JSON holds numbers of up to " + DIGITS_MAX + " digits, and this has " + digits.length());
    }
    json.writeNumber(digits);
  }

  @Override
  void writeWire(JdkValue<?> type, Object value) throws IOException {
    WireOutput bytes = new WireOutput();
    type.write(bytes, value);
    json.writeBinary(bytes.getBuffer(), 0, bytes.position());
  }

  @Override
  void writeClass(DataForm form) throws IOException {
    json.writeString(DataForms.nameOf(form));
  }

  /** A whole number is an Integer, or a Long if it is too large for that; another is a Double. */
  @Override
  boolean writeNatural(Object value) throws IOException {
    if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof Long number && number != number.intValue()) {
      json.writeNumber(number);
    } else if (value instanceof Double number && Double.isFinite(number)) {
      json.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else {
      return false;
    }
    return true;
  }

  @Override
  void startList(int size) throws IOException {
    json.writeStartArray();
  }

  @Override
  void endList() throws IOException {
    json.writeEndArray();
  }

  @Override
  boolean hasAnyKeys() {
    return false;
  }

  @Override
  void startMap(int size) throws IOException {
    json.writeStartObject();
  }

  @Override
  void writeName(String name) throws IOException {
    json.writeFieldName(name);
  }

  @Override
  void endMap() throws IOException {
    json.writeEndObject();
  }

  @Override
  void startObject(ObjectForm form, boolean isTagged) throws IOException {
    json.writeStartObject();
    if (isTagged) {
      json.writeStringField(JsonNames.TYPE, DataForms.nameOf(form));
    }
  }

  @Override
  void startField(String label) throws IOException {
    json.writeFieldName(label);
  }

  @Override
  void endObject() throws IOException {
    json.writeEndObject();
  }

  @Override
  void startTagged(DataForm form) throws IOException {
    json.writeStartObject();
    json.writeStringField(JsonNames.TYPE, DataForms.nameOf(form));
    json.writeFieldName(JsonNames.VALUE);
  }

  @Override
  void endTagged() throws IOException {
    json.writeEndObject();
  }
}
