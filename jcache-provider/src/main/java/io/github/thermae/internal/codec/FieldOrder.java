package io.github.thermae.internal.codec;

import io.github.thermae.internal.codec.DecodeException.Reason;
import java.util.Map;

/**
 * A class in bytes: its form as it is now, and where its fields are in the order in which they were
 * written. Immutable.
 *
 * @param form the class as it is
 * @param indexes for each written field its index in the form, or {@link TokenInput#UNKNOWN}; empty
 *     for a class without fields, and where fields are written with their names
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record FieldOrder(DataForm form, int[] indexes) {
  private static final int[] NONE = {};

  static FieldOrder withoutFields(DataForm form) {
    return new FieldOrder(form, NONE);
  }

  /**
   * The order in which a shape in the dictionary lists the fields.
   *
   * @throws DecodeException if it was not the shape of an object with fields
   */
  static FieldOrder of(ObjectForm form, ClassShape written) {
    String[] fields = written.shape().isEmpty() ? new String[0] : written.shape().split(",", -1);
    int[] indexes = new int[fields.length];
    Map<String, Integer> present = form.indexes();
    for (int i = 0; i < fields.length; i++) {
      indexes[i] = present.getOrDefault(label(fields[i], written), TokenInput.UNKNOWN);
    }
    return new FieldOrder(form, indexes);
  }

  private static String label(String field, ClassShape written) {
    int colon = field.indexOf(':');
    if (colon <= 0 || field.lastIndexOf(' ', colon) >= 0) {
      throw new DecodeException(
          Reason.CHANGED,
          "Class %s was written as [%s] and now has fields"
              .formatted(written.className(), written.shape()));
    }
    return field.substring(0, colon);
  }
}
