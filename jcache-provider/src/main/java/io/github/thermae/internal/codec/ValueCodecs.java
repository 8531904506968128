package io.github.thermae.internal.codec;

import io.github.thermae.ThermaeException;
import io.github.thermae.codec.BuiltInCodec;
import io.github.thermae.codec.Codec;
import io.github.thermae.internal.codec.DecodeException.Reason;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The value codecs of one cache under one class loader: the one that writes, and those that rows
 * from other times ask for. A codec of another time is made when the first such row is read.
 * Thread-safe.
 */
public final class ValueCodecs {
  /** No format: all of them name a codec. */
  private static final int NOT_ASKED = 0;

  private final CodecScope scope;
  private final ValueCodec current;

  /** Asked for once: it may be a number of the store's, which has to be looked up. */
  private volatile int currentSchema = NOT_ASKED;

  private final ConcurrentMap<Integer, ValueCodec> bySchema = new ConcurrentHashMap<>();

  /**
   * The codecs.
   *
   * @param valueType the declared type of the cache's values
   * @throws ThermaeException if the chosen codec's library is missing
   */
  public ValueCodecs(
      String cacheName,
      ClassLoader loader,
      ClassDictionary dictionary,
      ClassGate gate,
      CodecChoice choice,
      Class<?> valueType) {
    this.scope = new CodecScope(cacheName, loader, dictionary, gate);
    Codec own = choice.own();
    this.current = own != null ? new OwnCodec(scope, own) : builtIn(choice.builtIn(), valueType);
  }

  private ValueCodec builtIn(BuiltInCodec codec, Class<?> valueType) {
    return switch (codec) {
      case KRYO -> new KryoCodec(scope);
      case BYTES -> new BytesCodec(scope);
      case JAVA -> new JavaCodec(scope);
      case JSON -> json(valueType);
      case MESSAGE_PACK -> new MessagePackCodec(scope);
    };
  }

  /** The format that the current codec writes. */
  public int schema() {
    int known = currentSchema;
    if (known == NOT_ASKED) {
      known = current.schema();
      currentSchema = known;
    }
    return known;
  }

  /** The codec that writes. */
  public ValueCodec current() {
    return current;
  }

  /**
   * A new object from bytes of any format.
   *
   * @throws DecodeException for whatever is wrong with them; never another exception or error
   */
  public Object decode(int schema, byte[] bytes) {
    if (schema == currentSchema) {
      return current.decode(bytes);
    }
    ValueCodec known = bySchema.get(schema);
    return (known != null ? known : make(schema)).decode(bytes);
  }

  private ValueCodec make(int schema) {
    ValueCodec made;
    try {
      made = schema == schema() ? current : ofAnotherTime(schema);
    } catch (DecodeException e) {
      throw e;
    } catch (ThermaeException e) {
      // What is missing can come back.
      throw new DecodeException(Reason.REFUSED, String.valueOf(e.getMessage()), e);
    }
    ValueCodec first = bySchema.putIfAbsent(schema, made);
    return first != null ? first : made;
  }

  private ValueCodec ofAnotherTime(int schema) {
    return switch (ValueFormat.codec(schema)) {
      case ValueFormat.KRYO -> new KryoCodec(scope);
      case ValueFormat.BYTES -> new BytesCodec(scope);
      case ValueFormat.JAVA -> new JavaCodec(scope);
      case ValueFormat.JSON -> json(declared(ValueFormat.classNumber(schema)));
      case ValueFormat.MESSAGE_PACK -> new MessagePackCodec(scope);
      case ValueFormat.OWN -> ofUser(ValueFormat.classNumber(schema));
      default ->
          throw new DecodeException(
              Reason.REFUSED,
              "Values of format "
                  + schema
                  + " in cache '"
                  + scope.cacheName()
                  + "' are not known to this version of Thermae");
    };
  }

  /** Caught here and not in the codec: without Jackson its class cannot even be initialized. */
  private ValueCodec json(Class<?> declared) {
    try {
      return new JsonCodec(scope, declared);
    } catch (LinkageError e) {
      throw new ThermaeException(
          ("The codec 'json' of cache '%s' needs Jackson's core: add the dependency"
                  + " com.fasterxml.jackson.core:jackson-core of the line 2.22 (%s)")
              .formatted(scope.cacheName(), e),
          e);
    }
  }

  /** The type that a cache declared when it wrote JSON. */
  private Class<?> declared(int classNumber) {
    if (classNumber == 0) {
      return Object.class;
    }
    String className = allowedName(classNumber, JsonCodec.SHAPE);
    try {
      return Class.forName(className, false, scope.loader());
    } catch (ClassNotFoundException | LinkageError e) {
      throw new DecodeException(
          Reason.CHANGED, "Class " + className + " cannot be loaded any more", e);
    }
  }

  /** A codec that the cache was set to in an earlier run. */
  private ValueCodec ofUser(int classNumber) {
    String className = allowedName(classNumber, OwnCodec.SHAPE);
    return new OwnCodec(scope, CodecChoice.make(className, scope.cacheName(), scope.loader()));
  }

  /** The name of a class that a format refers to, past the gate: it comes from the file. */
  private String allowedName(int classNumber, String shape) {
    ClassShape found = scope.dictionary().byId(classNumber);
    if (found == null || !found.shape().equals(shape)) {
      throw new DecodeException(
          Reason.DAMAGED, "There is no format with class number " + classNumber);
    }
    if (!scope.gate().allows(found.className())) {
      throw new DecodeException(Reason.REFUSED, scope.gate().refusal(found.className()));
    }
    return found.className();
  }
}
