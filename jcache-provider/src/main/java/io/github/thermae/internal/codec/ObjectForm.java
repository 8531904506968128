package io.github.thermae.internal.codec;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record, or an object by its persistent fields. Fields that are missing in the bytes stay as an
 * empty object of the class has them: as its constructor without parameters sets them, else zero,
 * null, or an empty Optional.
 */
final class ObjectForm extends DataForm {
  private final DataForms forms;
  private final ClassForm form;
  private final Map<String, Integer> indexes = new HashMap<>();
  private final Instances instances;
  private final Instances.@Nullable OfRecord records;

  /** Fields that carry their names have no order. */
  private final FieldOrder named = FieldOrder.withoutFields(this);

  /** Made at the first use, as a class may hold itself. */
  private volatile DataField @Nullable [] fields;

  ObjectForm(DataForms forms, Class<?> type, ClassForm form) {
    super(type, NO_NUMBER);
    this.forms = forms;
    this.form = form;
    List<FieldSlot> slots = form.slots();
    for (int i = 0; i < slots.size(); i++) {
      indexes.put(slots.get(i).label(), i);
    }
    this.instances = new Instances(type);
    this.records =
        form.kind() == ClassForm.Kind.RECORD ? new Instances.OfRecord(type, slots) : null;
  }

  private DataField[] fields() {
    DataField[] known = fields;
    if (known == null) {
      known =
          form.slots().stream()
              .map(slot -> new DataField(slot, forms.slotOf(slot.field().getGenericType())))
              .toArray(DataField[]::new);
      fields = known;
    }
    return known;
  }

  /** How many fields there are. */
  int size() {
    return form.slots().size();
  }

  String label(int index) {
    return form.slots().get(index).label();
  }

  /** Where fields are written with their names. */
  FieldOrder named() {
    return named;
  }

  /** The fields by label. Not to be changed. */
  Map<String, Integer> indexes() {
    return indexes;
  }

  @Override
  void write(TokenOutput out, Object value, DataSlot[] parts) throws IOException {
    writeFields(out, value, false);
  }

  @Override
  void writeTagged(TokenOutput out, Object value, DataSlot[] parts) throws IOException {
    writeFields(out, value, true);
  }

  private void writeFields(TokenOutput out, Object value, boolean isTagged) throws IOException {
    out.enter();
    out.startObject(this, isTagged);
    for (DataField field : fields()) {
      out.startField(field.label());
      field.write(out, value);
    }
    out.endObject();
    out.leave();
  }

  @Override
  Object read(TokenInput in, DataSlot[] parts) throws IOException {
    return readFields(in, false);
  }

  @Override
  Object readTagged(TokenInput in, DataSlot[] parts) throws IOException {
    return readFields(in, true);
  }

  private Object readFields(TokenInput in, boolean isTagged) throws IOException {
    in.enter();
    FieldOrder order = in.startObject(this, isTagged);
    Object made = records != null ? readRecord(in, order, records) : readObject(in, order);
    in.leave();
    return made;
  }

  private Object readRecord(TokenInput in, FieldOrder order, Instances.OfRecord maker)
      throws IOException {
    DataField[] known = fields();
    @Nullable Object[] values = new @Nullable Object[known.length];
    boolean[] isRead = new boolean[known.length];
    int position = 0;
    for (int i = in.nextField(this, order, position);
        i != TokenInput.END;
        i = in.nextField(this, order, ++position)) {
      if (i == TokenInput.UNKNOWN) {
        in.skip();
      } else {
        values[i] = known[i].read(in);
        isRead[i] = true;
      }
    }
    for (int i = 0; i < known.length; i++) {
      if (!isRead[i]) {
        values[i] = known[i].missing();
      }
    }
    return maker.make(values);
  }

  private Object readObject(TokenInput in, FieldOrder order) throws IOException {
    DataField[] known = fields();
    Object made = instances.make();
    boolean[] isRead = new boolean[known.length];
    int position = 0;
    for (int i = in.nextField(this, order, position);
        i != TokenInput.END;
        i = in.nextField(this, order, ++position)) {
      if (i == TokenInput.UNKNOWN) {
        in.skip();
      } else {
        known[i].readInto(in, made);
        isRead[i] = true;
      }
    }
    for (int i = 0; i < known.length; i++) {
      if (!isRead[i]) {
        known[i].setMissing(made);
      }
    }
    return made;
  }
}
