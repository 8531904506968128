package io.github.thermae.internal.codec;

import io.github.thermae.internal.codec.ClassNumbers.Numbered;
import io.github.thermae.internal.codec.DecodeException.Reason;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The formats of all classes in the values of one codec: those of the JDK by their fixed numbers,
 * all others as {@link ClassNumbers} admits them. Thread-safe.
 */
final class Formats {
  private final ClassNumbers<ClassForm> numbers;
  private final JavaStream stream;
  private final ConcurrentMap<Class<?>, Format> byClass = new ConcurrentHashMap<>();
  private final ConcurrentMap<Integer, Format> byNumber = new ConcurrentHashMap<>();

  Formats(CodecScope scope) {
    this.numbers = ClassNumbers.ofForms(scope);
    this.stream = new JavaStream(scope);
  }

  /** The format that writes objects of a class. */
  Format of(Class<?> type) {
    Format known = byClass.get(type);
    return known != null ? known : add(type);
  }

  /** The format that a number stands for. */
  Format of(int number) {
    Format jdk = JdkFormats.of(number);
    if (jdk != null) {
      return jdk;
    }
    if (number < ClassDictionary.FIRST_ID) {
      throw new DecodeException(Reason.DAMAGED, "There is no JDK type with number " + number);
    }
    Format known = byNumber.get(number);
    return known != null ? known : add(numbers.of(number));
  }

  private Format add(Class<?> type) {
    Format jdk = JdkFormats.of(type);
    Format format = jdk != null ? jdk : add(numbers.of(Classes.withoutConstantBody(type)));
    byClass.put(type, format);
    return format;
  }

  private Format add(Numbered<ClassForm> numbered) {
    ClassForm form = numbered.form();
    Format format =
        new Format(
            numbered.number(),
            numbered.type(),
            ObjectSerializers.of(numbered.type(), form, stream),
            form.kind() != ClassForm.Kind.ENUM);
    Format first = byNumber.putIfAbsent(numbered.number(), format);
    return first != null ? first : format;
  }

  /** JDK formats, which need neither dictionary nor gate. */
  private static final class JdkFormats {
    private static final @Nullable Format[] BY_NUMBER =
        new @Nullable Format[ClassDictionary.FIRST_ID];

    static {
      JdkValues.all().forEach(value -> add(ofValue(value)));
      JdkContainers.all().forEach(JdkFormats::add);
    }

    private JdkFormats() {}

    static @Nullable Format of(int number) {
      return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }

    static @Nullable Format of(Class<?> type) {
      JdkValue<?> value = JdkValues.of(type);
      return value != null ? of(value.number()) : JdkContainers.of(type);
    }

    private static void add(Format format) {
      if (BY_NUMBER[format.getId()] != null) {
        throw new IllegalStateException("Number " + format.getId() + " is given twice");
      }
      BY_NUMBER[format.getId()] = format;
    }

    private static Format ofValue(JdkValue<?> value) {
      return new Format(value.number(), value.type(), new OfValue(value), !value.isImmutable());
    }
  }

  /** A JDK value. */
  private static final class OfValue extends WireSerializer<Object> {
    private final JdkValue<?> value;

    OfValue(JdkValue<?> value) {
      this.value = value;
    }

    @Override
    void writeTo(CodecKryo kryo, WireOutput out, Object object) {
      value.write(out, object);
    }

    @Override
    Object readFrom(CodecKryo kryo, WireInput in, Class<?> type) {
      return value.read(in);
    }
  }
}
