package io.github.thermae.internal.codec;

import java.io.IOException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An array of objects: its elements. */
final class ArrayForm extends DataForm {
  private final DataSlot element;

  ArrayForm(Class<?> type, int jdkNumber, DataSlot element) {
    super(type, jdkNumber);
    this.element = element;
  }

  @Override
  void write(TokenOutput out, Object value, DataSlot[] parts) throws IOException {
    out.enter();
    @Nullable Object[] elements = (@Nullable Object[]) value;
    out.startList(elements.length);
    for (Object each : elements) {
      element.write(out, each);
    }
    out.endList();
    out.leave();
  }

  @Override
  Object read(TokenInput in, DataSlot[] parts) throws IOException {
    in.enter();
    List<@Nullable Object> elements = new ArrayList<>();
    for (int left = in.startList(); in.hasMore(left); left--) {
      elements.add(element.read(in));
    }
    in.leave();
    return elements.toArray(
        (@Nullable Object[]) Array.newInstance(type().getComponentType(), elements.size()));
  }
}
