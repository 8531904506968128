package io.github.thermae.internal.codec;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.codec.DecodeException.Reason;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Classes to the dictionary's numbers and back: the one place where bytes become classes. A number
 * is looked up, its name passes the gate, and only then is the class loaded, in the cache's class
 * loader and without initializing it; last its shape is compared. What passed once is remembered as
 * long as the codec lives. Thread-safe.
 *
 * @param <F> what the codec knows of a class
 */
final class ClassNumbers<F extends Shaped> {
  /** A class that has passed, with its number. */
  record Numbered<F>(int number, Class<?> type, F form) {}

  private final CodecScope scope;
  private final Function<Class<?>, F> forms;
  private final Predicate<String> gate;

  private final ConcurrentMap<Class<?>, Numbered<F>> byClass = new ConcurrentHashMap<>();
  private final ConcurrentMap<Integer, Numbered<F>> byNumber = new ConcurrentHashMap<>();

  ClassNumbers(CodecScope scope, Function<Class<?>, F> forms, Predicate<String> gate) {
    this.scope = scope;
    this.forms = forms;
    this.gate = gate;
  }

  /** The classes of a codec that go by their fields. */
  static ClassNumbers<ClassForm> ofForms(CodecScope scope) {
    return new ClassNumbers<>(scope, ClassForm::of, scope.gate()::allows);
  }

  /** The classes of a codec's Java streams. */
  static ClassNumbers<StreamForm> ofStreams(CodecScope scope) {
    return new ClassNumbers<>(
        scope,
        StreamForm::of,
        name -> scope.gate().allows(name) || JdkNames.isStreamHelper(ClassGate.elementName(name)));
  }

  /**
   * The number of a class to write.
   *
   * @throws ThermaeException if the gate refuses the class, or the cache could not load it again
   * @throws UnfitClassException if objects of the class cannot be written
   */
  Numbered<F> of(Class<?> type) {
    Numbered<F> known = byClass.get(type);
    return known != null ? known : admit(type);
  }

  /**
   * The class of a number that was read.
   *
   * @throws DecodeException if there is no such number, or its class is refused, changed or gone
   */
  Numbered<F> of(int number) {
    Numbered<F> known = byNumber.get(number);
    return known != null ? known : resolve(number);
  }

  /**
   * What the codec knows of a class to write, without a number.
   *
   * @throws ThermaeException as {@link #of(Class)}
   * @throws UnfitClassException as {@link #of(Class)}
   */
  F admitted(Class<?> type) {
    F form = forms.apply(type);
    if (!gate.test(type.getName())) {
      throw new ThermaeException(scope.gate().refusal(type.getName()));
    }
    requireSameClassInLoader(type);
    return form;
  }

  /**
   * The class of a name that was read, whatever its shape is now.
   *
   * @throws DecodeException if the class is refused or gone
   */
  Class<?> load(String className) {
    if (!gate.test(className)) {
      throw new DecodeException(Reason.REFUSED, scope.gate().refusal(className));
    }
    try {
      return Class.forName(className, false, scope.loader());
    } catch (ClassNotFoundException | LinkageError e) {
      throw new DecodeException(
          Reason.CHANGED, "Class " + className + " cannot be loaded any more", e);
    }
  }

  private Numbered<F> admit(Class<?> type) {
    F form = admitted(type);
    int number = scope.dictionary().idOf(new ClassShape(type.getName(), form.shape()));
    return remember(new Numbered<>(number, type, form));
  }

  /** What another class loader made would come back as a stranger, or not at all. */
  private void requireSameClassInLoader(Class<?> type) {
    Class<?> found;
    try {
      found = Class.forName(type.getName(), false, scope.loader());
    } catch (ClassNotFoundException | LinkageError e) {
      throw new ThermaeException(
          "Class %s cannot be stored in cache '%s': the cache's class loader %s does not find it"
              .formatted(type.getName(), scope.cacheName(), scope.loader()),
          e);
    }
    if (found != type) {
      throw new ThermaeException(
          ("Class %s of class loader %s cannot be stored in cache '%s': the cache's class loader %s"
                  + " has another class of that name")
              .formatted(type.getName(), type.getClassLoader(), scope.cacheName(), scope.loader()));
    }
  }

  private Numbered<F> resolve(int number) {
    ClassShape shape = scope.dictionary().byId(number);
    if (shape == null) {
      throw new DecodeException(Reason.DAMAGED, "There is no class with number " + number);
    }
    Class<?> type = load(shape.className());
    F form = formOf(type);
    if (!form.shape().equals(shape.shape())) {
      throw new DecodeException(
          Reason.CHANGED,
          "Class %s was written as [%s] and now is [%s]"
              .formatted(shape.className(), shape.shape(), form.shape()));
    }
    return remember(new Numbered<>(number, type, form));
  }

  /**
   * What the codec knows of a class that was read.
   *
   * @throws DecodeException if its objects cannot be decoded any more
   */
  F formOf(Class<?> type) {
    try {
      return forms.apply(type);
    } catch (UnfitClassException | LinkageError e) {
      throw new DecodeException(
          Reason.CHANGED, "Class " + type.getName() + " cannot be decoded any more", e);
    }
  }

  private Numbered<F> remember(Numbered<F> numbered) {
    byClass.putIfAbsent(numbered.type(), numbered);
    byNumber.putIfAbsent(numbered.number(), numbered);
    return numbered;
  }
}
