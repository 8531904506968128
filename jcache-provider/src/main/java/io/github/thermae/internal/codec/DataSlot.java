package io.github.thermae.internal.codec;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place of a declared type: a field, an element, a key. A value stands there without its class
 * where the declared type says it, and with it otherwise. Thread-safe.
 */
class DataSlot {
  private final DataForms forms;
  private final Class<?> declared;
  private final DataSlot[] parts;
  private final boolean isOpen;

  /** Found when a value is there first: before that nobody knows whether its class may pass. */
  private volatile @Nullable DataForm own;

  /**
   * A place.
   *
   * @param parts what is declared of the parts of a container, or the forms' any-parts
   */
  DataSlot(DataForms forms, Class<?> declared, DataSlot[] parts) {
    this.forms = forms;
    this.declared = declared;
    this.parts = parts;
    this.isOpen = isOpen(declared);
  }

  /** Whether the declared type leaves the class of the value open. */
  private static boolean isOpen(Class<?> declared) {
    boolean isOfOneForm =
        declared.isEnum()
            || declared.isArray()
            || declared == ZoneId.class
            || ContainerForm.isDefaultOf(declared)
            || !(declared.isInterface()
                || declared == Object.class
                || Modifier.isAbstract(declared.getModifiers()));
    return !isOfOneForm;
  }

  private @Nullable DataForm own() {
    if (isOpen) {
      return null;
    }
    DataForm known = own;
    if (known == null) {
      known = forms.ofDeclared(declared);
      own = known;
    }
    return known;
  }

  void write(TokenOutput out, @Nullable Object value) throws IOException {
    if (value == null) {
      out.writeNull();
      return;
    }
    DataForm expected = own();
    if (expected != null && expected.writesBare(value)) {
      expected.write(out, value, parts);
    } else if (expected != null || !writeNatural(out, value)) {
      forms.of(value.getClass()).writeTagged(out, value, partsFor(expected));
    }
  }

  private DataSlot[] partsFor(@Nullable DataForm expected) {
    return expected == null ? forms.anyParts() : parts;
  }

  private boolean writeNatural(TokenOutput out, Object value) throws IOException {
    if (out.writeNatural(value)) {
      return true;
    }
    if (forms.of(value.getClass()) instanceof ContainerForm container
        && container.isNatural(out, value)) {
      container.write(out, value, forms.anyParts());
      return true;
    }
    return false;
  }

  @Nullable Object read(TokenInput in) throws IOException {
    return in.readNull() ? null : read(in, in.tag());
  }

  /** Reads a value that is not null, and whose class has been read if it stands there. */
  final Object read(TokenInput in, @Nullable DataForm tagged) throws IOException {
    DataForm expected = own();
    if (tagged == forms.ofNull()) {
      throw TokenInput.misfit(declared.getName(), "a null with a class");
    }
    if (tagged != null) {
      return fitting(tagged.readTagged(in, partsFor(expected)));
    }
    if (expected != null) {
      return expected.read(in, parts);
    }
    return fitting(readNatural(in));
  }

  private Object readNatural(TokenInput in) throws IOException {
    return switch (in.kind()) {
      case LIST -> forms.naturalList().read(in, forms.anyParts());
      case MAP -> forms.naturalMap().read(in, forms.anyParts());
      case SCALAR -> in.readNatural();
    };
  }

  /** A class in the bytes may be allowed and yet be none for this place. */
  private Object fitting(Object value) {
    if (!declared.isInstance(value)) {
      throw TokenInput.misfit(declared.getName(), value.getClass().getName());
    }
    return value;
  }

  /** The name that stands for a key in text, or null if it has none here. */
  @Nullable String nameOf(@Nullable Object key) {
    if (key == null) {
      return null;
    }
    DataForm expected = own();
    if (expected == null) {
      return key instanceof String name ? name : null;
    }
    return expected.writesBare(key) ? expected.nameOf(key) : null;
  }

  /** The key of a name that {@link #nameOf} gave. */
  Object keyOf(String name) {
    DataForm expected = own();
    return expected == null ? name : expected.keyOf(name);
  }

  /** What the place holds when the bytes are from a time before it was there. */
  @Nullable Object missing() {
    return null;
  }

  /** An Optional, as its value or null; an Optional that is null itself is tagged. */
  static final class OfOptional extends DataSlot {
    private final DataForms forms;
    private final DataSlot content;

    OfOptional(DataForms forms, DataSlot content) {
      super(forms, Optional.class, new DataSlot[] {content});
      this.forms = forms;
      this.content = content;
    }

    @Override
    void write(TokenOutput out, @Nullable Object value) throws IOException {
      if (value == null) {
        forms.ofNull().writeTagged(out, "", forms.anyParts());
      } else {
        content.write(out, ((Optional<?>) value).orElse(null));
      }
    }

    @Override
    @Nullable Object read(TokenInput in) throws IOException {
      if (in.readNull()) {
        return Optional.empty();
      }
      DataForm tagged = in.tag();
      if (tagged == forms.ofNull()) {
        tagged.readTagged(in, forms.anyParts());
        return null;
      }
      return Optional.of(content.read(in, tagged));
    }

    @Override
    Object missing() {
      return Optional.empty();
    }
  }
}
