package io.github.thermae.internal.codec;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.codec.DecodeException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamException;
import java.io.OutputStream;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;

/**
 * Java serialization for the classes that have their say in it, kept behind the gate: every class
 * in the stream, superclasses included, stands there as its number in the dictionary and is
 * admitted on both ways like any other class. Depth, references and array lengths are bounded by
 * the bytes. Thread-safe.
 *
 * <table>
 * <caption>Against the Java Object Serialization Stream Protocol</caption>
 * <tr><td>stream header</td><td>left out</td></tr>
 * <tr><td>class descriptor</td><td>4 bytes, the number of its {@link StreamForm}</td></tr>
 * <tr><td>all else</td><td>as it is</td></tr>
 * </table>
 */
final class JavaStream {
  /** As deep as {@link OpenObjects} lets any value be. */
  private static final int DEPTH_MAX = OpenObjects.DEPTH_MAX;

  /** The fewest bytes that one level of nesting takes: an object's mark and its class's handle. */
  private static final int LEVEL_BYTES_MIN = 6;

  /** Hash tables are larger than their content. */
  private static final int ARRAY_SLOTS_PER_BYTE = 4;

  private static final int ARRAY_LENGTH_FLOOR = 64;

  private final CodecScope scope;
  private final ClassNumbers<StreamForm> numbers;

  JavaStream(CodecScope scope) {
    this.scope = scope;
    this.numbers = ClassNumbers.ofStreams(scope);
  }

  /** The bytes of an object as it is. */
  byte[] write(Object object) {
    return write(object, UnaryOperator.identity());
  }

  /** The bytes of an object in which every object it holds may be replaced by an equal one. */
  byte[] write(Object object, UnaryOperator<Object> replacement) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer out = new Writer(bytes, replacement)) {
      out.writeObject(object);
    } catch (Interrupted e) {
      throw refusal(object, e.failure);
    } catch (IOException e) {
      throw refusal(object, e);
    }
    byte[] written = bytes.toByteArray();
    refuseTooDeep(object, written);
    return written;
  }

  private ThermaeException refusal(Object object, IOException e) {
    String reason =
        e instanceof NotSerializableException
            ? e.getMessage() + " is not Serializable"
            : e.toString();
    return new ThermaeException(
        "Class %s cannot be stored in cache '%s': its Java serialization failed: %s"
            .formatted(object.getClass().getName(), scope.cacheName(), reason),
        e);
  }

  /** Reads what was written; whatever is wrong with it comes out as some exception. */
  Object read(byte[] bytes) throws IOException, ClassNotFoundException {
    ByteArrayInputStream source = new ByteArrayInputStream(bytes);
    try (Reader in = new Reader(source, bytes.length)) {
      Object object = in.readObject();
      if (source.available() != 0) {
        throw new DecodeException(Reason.DAMAGED, "Bytes follow the end of a Java stream");
      }
      return object;
    } catch (InternalError e) {
      if (thrownForBytes(e)) {
        throw new DecodeException(Reason.DAMAGED, e.toString(), e);
      }
      throw e;
    }
  }

  /** The one error of the machine that the JDK throws for damaged bytes: a map of odd length. */
  private static boolean thrownForBytes(InternalError error) {
    StackTraceElement[] trace = error.getStackTrace();
    return trace.length > 0
        && trace[0].getClassName().startsWith("java.util.ImmutableCollections$");
  }

  /** A writer is not told the depth, so what might be too deep to be read again is read once. */
  private void refuseTooDeep(Object object, byte[] written) {
    if (written.length < DEPTH_MAX * LEVEL_BYTES_MIN) {
      return;
    }
    try {
      read(written);
    } catch (Exception e) {
      throw new ThermaeException(
          ("Class %s cannot be stored in cache '%s': its Java serialization cannot be read again,"
                  + " perhaps as it is more than %d levels deep: %s")
              .formatted(object.getClass().getName(), scope.cacheName(), DEPTH_MAX, e.getMessage()),
          e);
    }
  }

  /** Numbers in place of class descriptors. */
  private final class Writer extends ObjectOutputStream {
    private final UnaryOperator<Object> replacement;

    @SuppressWarnings("this-escape")
    Writer(OutputStream out, UnaryOperator<Object> replacement) throws IOException {
      super(out);
      this.replacement = replacement;
      enableReplaceObject(true);
    }

    @Override
    protected void writeStreamHeader() {}

    @Override
    protected Object replaceObject(Object object) {
      if (object instanceof ObjectStreamException failure) {
        // The stream's own, which it writes before it throws it; the gate would hide it.
        throw new Interrupted(failure);
      }
      if (Proxy.isProxyClass(object.getClass())) {
        throw scope.unfit(new UnfitClassException(object.getClass(), "it is a dynamic proxy"));
      }
      if (object instanceof SerializedLambda) {
        throw scope.unfit(new UnfitClassException(object.getClass(), "it is a lambda"));
      }
      return replacement.apply(object);
    }

    @Override
    protected void writeClassDescriptor(ObjectStreamClass description) throws IOException {
      writeInt(numbers.of(description.forClass()).number());
    }
  }

  /** Resolves numbers through the gate, and nothing else. */
  private final class Reader extends ObjectInputStream {
    @SuppressWarnings("this-escape")
    Reader(InputStream in, int length) throws IOException {
      super(in);
      setObjectInputFilter(info -> check(info, length));
    }

    @Override
    protected void readStreamHeader() {}

    @Override
    protected ObjectStreamClass readClassDescriptor() throws IOException {
      return ObjectStreamClass.lookupAny(numbers.of(readInt()).type());
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) {
      return description.forClass();
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws IOException {
      throw new InvalidClassException("Dynamic proxies are not decoded");
    }
  }

  /** Carries a failure past the stream, which would write it. */
  private static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ObjectStreamException failure;

    Interrupted(ObjectStreamException failure) {
      super(failure);
      this.failure = failure;
    }
  }

  private static ObjectInputFilter.Status check(ObjectInputFilter.FilterInfo info, int length) {
    long arrayLengthMax = ARRAY_LENGTH_FLOOR + (long) length * ARRAY_SLOTS_PER_BYTE;
    boolean bounded =
        info.depth() <= DEPTH_MAX
            && info.references() <= length
            && info.arrayLength() <= arrayLengthMax;
    return bounded ? ObjectInputFilter.Status.ALLOWED : ObjectInputFilter.Status.REJECTED;
  }
}
