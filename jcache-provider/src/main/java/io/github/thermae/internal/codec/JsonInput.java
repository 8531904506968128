package io.github.thermae.internal.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import io.github.thermae.internal.codec.DecodeException.Reason;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Data from JSON text, see {@link JsonOutput}. Between two calls the parser stands on the first
 * token of the next value, or on the last one of the value before.
 */
final class JsonInput extends TokenInput {
  private final JsonParser json;
  private final DataForms forms;

  /** The parser stands behind the begin of an object, which was looked into for its class. */
  private boolean isOpened;

  JsonInput(JsonParser json, DataForms forms) {
    this.json = json;
    this.forms = forms;
  }

  /** Reads the one value there is. */
  @Nullable Object readOnly(DataSlot root) throws IOException {
    json.nextToken();
    Object value = root.read(this);
    if (json.nextToken() != null) {
      throw new DecodeException(Reason.DAMAGED, "More follows the end of the JSON text");
    }
    return value;
  }

  private JsonToken token() {
    JsonToken token = json.currentToken();
    if (token == null) {
      throw new DecodeException(Reason.DAMAGED, "The JSON text ends too early");
    }
    return token;
  }

  private void require(JsonToken expected, String what) {
    if (isOpened || token() != expected) {
      throw misfit(what, token());
    }
  }

  @Override
  boolean isText() {
    return true;
  }

  @Override
  Kind kind() {
    if (isOpened) {
      return Kind.MAP;
    }
    return switch (token()) {
      case START_ARRAY -> Kind.LIST;
      case START_OBJECT -> Kind.MAP;
      default -> Kind.SCALAR;
    };
  }

  @Override
  boolean readNull() {
    return token() == JsonToken.VALUE_NULL;
  }

  @Override
  boolean readBoolean() throws IOException {
    JsonToken token = token();
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw misfit("true or false", token);
    }
    return token == JsonToken.VALUE_TRUE;
  }

  @Override
  long readLong() throws IOException {
    require(JsonToken.VALUE_NUMBER_INT, "a whole number");
    if (json.getNumberType() == NumberType.BIG_INTEGER) {
      throw misfit("a whole number of 64 bits", "a larger one");
    }
    return json.getLongValue();
  }

  @Override
  float readFloat() throws IOException {
    float value = Float.parseFloat(number());
    if (Float.isInfinite(value) && token() != JsonToken.VALUE_STRING) {
      throw misfit("a number of 32 bits", "a larger one");
    }
    return value;
  }

  @Override
  double readDouble() throws IOException {
    if (!isOpened && token() == JsonToken.VALUE_NUMBER_FLOAT) {
      return finite(json.getDoubleValue());
    }
    double value = Double.parseDouble(number());
    return token().isNumeric() ? finite(value) : value;
  }

  /** Infinity has a name; a numeral that gives it was another number. */
  private static double finite(double value) {
    if (Double.isInfinite(value)) {
      throw misfit("a number of 64 bits", "a larger one");
    }
    return value;
  }

  /** A number, or one that JSON has only text for. */
  private String number() throws IOException {
    if (!isOpened && (token().isNumeric() || isNamedNumber(json.getText()))) {
      return json.getText();
    }
    throw misfit("a number", token());
  }

  private static boolean isNamedNumber(@Nullable String text) {
    return "NaN".equals(text) || "Infinity".equals(text) || "-Infinity".equals(text);
  }

  @Override
  String readText() throws IOException {
    require(JsonToken.VALUE_STRING, "text");
    return json.getText();
  }

  @Override
  byte[] readBinary() throws IOException {
    require(JsonToken.VALUE_STRING, "Base64 text");
    return json.getBinaryValue();
  }

  @Override
  BigInteger readBigInteger() throws IOException {
    require(JsonToken.VALUE_NUMBER_INT, "a whole number");
    return json.getBigIntegerValue();
  }

  @Override
  BigDecimal readBigDecimal() throws IOException {
    if (isOpened || !token().isNumeric()) {
      throw misfit("a number", token());
    }
    return new BigDecimal(json.getText());
  }

  @Override
  Object readWire(JdkValue<?> type) throws IOException {
    return type.readWhole(readBinary());
  }

  @Override
  DataForm readClass() throws IOException {
    return forms.ofName(readText());
  }

  @Override
  Object readNatural() throws IOException {
    JsonToken token = token();
    return switch (token) {
      case VALUE_STRING -> json.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_FLOAT -> finite(json.getDoubleValue());
      case VALUE_NUMBER_INT -> naturalNumber(readLong());
      default -> throw misfit("a value", token);
    };
  }

  private static Object naturalNumber(long number) {
    if (number == (int) number) {
      return (int) number;
    }
    return number;
  }

  @Override
  int startList() {
    require(JsonToken.START_ARRAY, "elements");
    return 0;
  }

  /** In an array the parser stands on its begin or on the element before; in a map likewise. */
  @Override
  boolean hasMore(int left) throws IOException {
    if (isOpened) {
      isOpened = false;
    } else {
      json.nextToken();
    }
    JsonToken token = token();
    return token != JsonToken.END_ARRAY && token != JsonToken.END_OBJECT;
  }

  @Override
  int startMap() {
    if (!isOpened) {
      require(JsonToken.START_OBJECT, "keys and values");
    }
    return 0;
  }

  @Override
  boolean hasAnyKeys() {
    return false;
  }

  @Override
  String readName() throws IOException {
    if (token() != JsonToken.FIELD_NAME) {
      throw misfit("a name", token());
    }
    String name = json.currentName();
    json.nextToken();
    return Objects.requireNonNull(name);
  }

  @Override
  FieldOrder startObject(ObjectForm form, boolean isTagged) {
    if (!isOpened && !isTagged) {
      require(JsonToken.START_OBJECT, "an object");
    }
    return form.named();
  }

  @Override
  int nextField(ObjectForm form, FieldOrder order, int position) throws IOException {
    if (!hasMore(0)) {
      return END;
    }
    String name = readName();
    // Mostly the fields stand in the order of the form.
    if (position < form.size() && name.equals(form.label(position))) {
      return position;
    }
    return form.indexes().getOrDefault(name, UNKNOWN);
  }

  @Override
  @Nullable DataForm tag() throws IOException {
    if (isOpened || token() != JsonToken.START_OBJECT) {
      return null;
    }
    if (!JsonNames.TYPE.equals(json.nextFieldName())) {
      isOpened = true;
      return null;
    }
    json.nextToken();
    return readClass();
  }

  @Override
  void startTagged() throws IOException {
    if (!JsonNames.VALUE.equals(json.nextFieldName())) {
      throw misfit(JsonNames.VALUE, token());
    }
    json.nextToken();
  }

  @Override
  void endTagged() throws IOException {
    json.nextToken();
    require(JsonToken.END_OBJECT, "the end of the value");
  }

  @Override
  void skip() throws IOException {
    token();
    json.skipChildren();
  }
}
