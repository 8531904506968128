package io.github.thermae.internal.codec;

import io.github.thermae.internal.codec.ContainerSerializers.Container;
import io.github.thermae.internal.codec.DecodeException.Reason;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The forms of all classes in the values of one codec for JSON or MessagePack, and where a class in
 * bytes passes the gate. Thread-safe; holds classes, never values.
 */
final class DataForms {
  private final ClassNumbers<ClassForm> numbers;
  private final JavaStream stream;
  private final ConcurrentMap<Class<?>, DataForm> byClass = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, DataForm> byName = new ConcurrentHashMap<>();
  private final ConcurrentMap<Integer, FieldOrder> orders = new ConcurrentHashMap<>();
  private final ConcurrentMap<Type, DataSlot> slots = new ConcurrentHashMap<>();
  private final @Nullable DataForm[] jdk = new @Nullable DataForm[ClassDictionary.FIRST_ID];
  private final ClassDictionary dictionary;
  private final DataSlot any;
  private final DataSlot[] anyParts;
  private final ContainerForm naturalList;
  private final ContainerForm naturalMap;
  private final DataForm zone = new ScalarForms.OfZone();

  DataForms(CodecScope scope) {
    this.numbers = ClassNumbers.ofForms(scope);
    this.stream = new JavaStream(scope);
    this.dictionary = scope.dictionary();
    this.anyParts = new DataSlot[2];
    this.any = new DataSlot(this, Object.class, anyParts);
    Arrays.fill(anyParts, any);
    addJdk();
    this.naturalList = ContainerForm.naturalList(this);
    this.naturalMap = ContainerForm.naturalMap(this);
  }

  private void addJdk() {
    add(new ScalarForms.OfNull());
    JdkValues.all().forEach(value -> add(ScalarForms.of(value)));
    JdkContainers.all().forEach(this::addContainer);
  }

  private void addContainer(Format format) {
    if (format.getSerializer() instanceof Container container) {
      add(ContainerForm.of(this, format, container));
    } else if (format.getType().isArray()) {
      DataSlot element = slotOf(format.getType().getComponentType());
      add(new ArrayForm(format.getType(), format.getId(), element));
    } else {
      add(
          format.getId() == JdkTypes.ENUM_SET
              ? new EnumCollectionForms.OfSet(this)
              : new EnumCollectionForms.OfMap(this));
    }
  }

  private void add(DataForm form) {
    jdk[form.jdkNumber()] = form;
  }

  // ------------------------------------------------------------------ places

  /** A place that may hold anything. */
  DataSlot any() {
    return any;
  }

  /** What is declared of parts where nothing is. */
  DataSlot[] anyParts() {
    return anyParts;
  }

  /** The place of a declared type. */
  DataSlot slotOf(Type type) {
    DataSlot known = slots.get(type);
    if (known != null) {
      return known;
    }
    DataSlot made = newSlot(type);
    DataSlot first = slots.putIfAbsent(type, made);
    return first != null ? first : made;
  }

  private DataSlot newSlot(Type type) {
    if (type instanceof ParameterizedType generic) {
      return newSlot(rawClass(generic), generic.getActualTypeArguments());
    }
    if (type instanceof WildcardType wildcard) {
      return slotOf(wildcard.getUpperBounds()[0]);
    }
    Class<?> raw = rawClass(type);
    return raw == Object.class ? any : newSlot(raw, new Type[0]);
  }

  private DataSlot newSlot(Class<?> raw, Type[] arguments) {
    if (raw == Optional.class && arguments.length == 1 && !isOptional(arguments[0])) {
      return new DataSlot.OfOptional(this, slotOf(arguments[0]));
    }
    return new DataSlot(this, raw, partsOf(raw, arguments));
  }

  private static boolean isOptional(Type type) {
    return rawClass(type) == Optional.class;
  }

  /** Only of JDK containers is it known what their arguments mean. */
  private DataSlot[] partsOf(Class<?> raw, Type[] arguments) {
    boolean isMap = Map.class.isAssignableFrom(raw) && arguments.length == 2;
    boolean isOfElements =
        (Collection.class.isAssignableFrom(raw)
                || raw == Iterable.class
                || raw == AtomicReference.class)
            && arguments.length == 1;
    if (!Classes.isJdk(raw) || !(isMap || isOfElements)) {
      return anyParts;
    }
    DataSlot first = slotOf(arguments[0]);
    return new DataSlot[] {first, isMap ? slotOf(arguments[1]) : first};
  }

  private static Class<?> rawClass(Type type) {
    if (type instanceof Class<?> plain) {
      return plain;
    }
    if (type instanceof ParameterizedType generic) {
      return rawClass(generic.getRawType());
    }
    if (type instanceof GenericArrayType array) {
      return rawClass(array.getGenericComponentType()).arrayType();
    }
    if (type instanceof WildcardType wildcard) {
      return rawClass(wildcard.getUpperBounds()[0]);
    }
    if (type instanceof TypeVariable<?> variable) {
      return rawClass(variable.getBounds()[0]);
    }
    return Object.class;
  }

  // ------------------------------------------------------------------ forms

  /**
   * The form of a class to write, or of one that is declared.
   *
   * @throws io.github.thermae.ThermaeException if the gate refuses the class, or the cache's class
   *     loader has another or none of that name
   * @throws UnfitClassException if objects of the class cannot be written
   */
  DataForm of(Class<?> type) {
    DataForm known = byClass.get(type);
    return known != null ? known : add(type);
  }

  private DataForm add(Class<?> type) {
    DataForm found = ofJdk(type);
    if (found == null) {
      Class<?> whole = Classes.withoutConstantBody(type);
      found = whole == type ? newForm(type, numbers.admitted(type)) : of(whole);
    }
    DataForm first = byClass.putIfAbsent(type, found);
    return first != null ? first : found;
  }

  private @Nullable DataForm ofJdk(Class<?> type) {
    JdkValue<?> value = JdkValues.of(type);
    return value != null ? ofJdk(value.number()) : ofContainer(type);
  }

  /** The form of a class of JDK container, or null if it is none. */
  @Nullable DataForm ofContainer(Class<?> type) {
    Format format = JdkContainers.of(type);
    return format == null ? null : ofJdk(format.getId());
  }

  /** The form of a JDK type's number. */
  DataForm ofJdk(int number) {
    DataForm known = number >= 0 && number < jdk.length ? jdk[number] : null;
    if (known == null) {
      throw new DecodeException(Reason.DAMAGED, "There is no JDK type with number " + number);
    }
    return known;
  }

  /** The form of a declared type that says what stands in its place. */
  DataForm ofDeclared(Class<?> declared) {
    if (declared == ZoneId.class) {
      return zone;
    }
    return ContainerForm.isDefaultOf(declared)
        ? ContainerForm.ofDeclared(this, declared)
        : of(declared);
  }

  private DataForm newForm(Class<?> type, ClassForm form) {
    return switch (form.kind()) {
      case ENUM -> new EnumForm(type);
      case ARRAY -> new ArrayForm(type, DataForm.NO_NUMBER, slotOf(type.getComponentType()));
      case RECORD, FIELDS -> new ObjectForm(this, type, form);
      case STREAM -> new StreamedForm(type, stream);
    };
  }

  /** What stands for a null where a null alone means something else. */
  DataForm ofNull() {
    return ofJdk(JdkTypes.NULL);
  }

  ContainerForm naturalList() {
    return naturalList;
  }

  ContainerForm naturalMap() {
    return naturalMap;
  }

  // ------------------------------------------------------------------ names

  /** The name of a form's class in text. */
  static String nameOf(DataForm form) {
    return form.jdkNumber() == DataForm.NO_NUMBER
        ? form.type().getName()
        : JdkTagNames.of(form.jdkNumber());
  }

  /**
   * The form of a name that was read.
   *
   * @throws DecodeException if its class is refused, unfit or gone
   */
  DataForm ofName(String name) {
    DataForm known = byName.get(name);
    return known != null ? known : addName(name);
  }

  private DataForm addName(String name) {
    Integer number = JdkTagNames.numberOf(name);
    DataForm form = number != null ? ofJdk(number) : ofRead(numbers.load(name));
    byName.put(name, form);
    return form;
  }

  private DataForm ofRead(Class<?> type) {
    DataForm known = byClass.get(type);
    if (known == null) {
      known = ofJdk(type);
    }
    if (known == null) {
      known = newForm(type, numbers.formOf(type));
      byClass.putIfAbsent(type, known);
    }
    return known;
  }

  // ------------------------------------------------------------------ numbers

  /** The dictionary's number of a class that is not the JDK's, in the shape that it has now. */
  int numberOf(DataForm form) {
    return numbers.of(form.type()).number();
  }

  /**
   * The class of a number that was read, and the order of its fields when they were written; of a
   * class without fields, that it is the same as then.
   *
   * @throws DecodeException if there is no such number, or its class is refused, changed or gone
   */
  FieldOrder orderOf(int number) {
    FieldOrder known = orders.get(number);
    return known != null ? known : addOrder(number);
  }

  private FieldOrder addOrder(int number) {
    ClassShape shape = dictionary.byId(number);
    if (shape == null) {
      throw new DecodeException(Reason.DAMAGED, "There is no class with number " + number);
    }
    DataForm form = ofName(shape.className());
    FieldOrder order =
        form instanceof ObjectForm object
            ? FieldOrder.of(object, shape)
            : FieldOrder.withoutFields(ofSameShape(number));
    orders.put(number, order);
    return order;
  }

  private DataForm ofSameShape(int number) {
    return ofRead(numbers.of(number).type());
  }
}
