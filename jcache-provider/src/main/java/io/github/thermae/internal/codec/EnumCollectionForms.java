package io.github.thermae.internal.codec;

import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;

/** EnumSet and EnumMap: the enum's class, which an empty one has as well, and the content. */
final class EnumCollectionForms {
  private EnumCollectionForms() {}

  /** The class and the names of the constants. */
  static final class OfSet extends DataForm {
    private final DataForms forms;

    OfSet(DataForms forms) {
      super(EnumSet.class, JdkTypes.ENUM_SET);
      this.forms = forms;
    }

    @Override
    void write(TokenOutput out, Object value, DataSlot[] parts) throws IOException {
      EnumSet<?> set = (EnumSet<?>) value;
      out.startList(set.size() + 1);
      out.writeClass(forms.of(EnumMaps.elementClass(set)));
      for (Enum<?> constant : set) {
        out.writeText(constant.name());
      }
      out.endList();
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    Object read(TokenInput in, DataSlot[] parts) throws IOException {
      int left = in.startList();
      EnumForm form = readEnum(in, left);
      EnumSet set = EnumSet.noneOf((Class) form.type());
      for (left--; in.hasMore(left); left--) {
        set.add(form.read(in, parts));
      }
      return set;
    }
  }

  /** The class, then keys and values in turn. */
  static final class OfMap extends DataForm {
    private final DataForms forms;

    OfMap(DataForms forms) {
      super(EnumMap.class, JdkTypes.ENUM_MAP);
      this.forms = forms;
    }

    @Override
    void write(TokenOutput out, Object value, DataSlot[] parts) throws IOException {
      out.enter();
      Map.Entry<?, ?>[] entries = ((Map<?, ?>) value).entrySet().toArray(Map.Entry<?, ?>[]::new);
      out.startList(1 + 2 * entries.length);
      out.writeClass(forms.of(EnumMaps.keyClass((EnumMap<?, ?>) value)));
      for (Map.Entry<?, ?> entry : entries) {
        out.writeText(((Enum<?>) entry.getKey()).name());
        parts[1].write(out, entry.getValue());
      }
      out.endList();
      out.leave();
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    Object read(TokenInput in, DataSlot[] parts) throws IOException {
      in.enter();
      int left = in.startList();
      EnumForm form = readEnum(in, left);
      EnumMap map = new EnumMap((Class) form.type());
      for (left--; in.hasMore(left); left -= 2) {
        Object key = form.read(in, parts);
        if (!in.hasMore(left - 1)) {
          throw TokenInput.misfit("a value", "the end");
        }
        map.put((Enum) key, parts[1].read(in));
      }
      in.leave();
      return map;
    }
  }

  private static EnumForm readEnum(TokenInput in, int left) throws IOException {
    if (in.hasMore(left) && in.readClass() instanceof EnumForm form) {
      return form;
    }
    throw TokenInput.misfit("the class of an enum", "another or none");
  }
}
