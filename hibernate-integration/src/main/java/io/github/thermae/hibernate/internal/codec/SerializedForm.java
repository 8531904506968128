package io.github.thermae.hibernate.internal.codec;

import io.github.thermae.codec.NoEncodedFormException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.util.Objects;

/**
 * An object of a class that nothing else is known of than that it is serializable: the disassembled
 * form of a user type, or an id class. Java serialization, in which only classes are written and
 * read that the mapping names or a setting allows.
 */
final class SerializedForm implements Form {
  private final DeclaredClasses declared;

  SerializedForm(DeclaredClasses declared) {
    this.declared = declared;
  }

  @Override
  public void write(Object value, StateOutput out) throws NoEncodedFormException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream stream = new CheckedOutput(bytes, out)) {
      stream.writeObject(value);
    } catch (RefusedClassException e) {
      throw e.refusal;
    } catch (IOException e) {
      throw new NoEncodedFormException(
          "class " + value.getClass().getName() + " cannot be serialized: " + e);
    }
    out.writeBlock(bytes.toByteArray());
  }

  @Override
  public Object read(StateInput in) {
    byte[] block = in.readBlock();
    try (ObjectInputStream stream = new CheckedInput(block, in)) {
      return Objects.requireNonNull(stream.readObject(), "a serialized object");
    } catch (IOException | ClassNotFoundException e) {
      throw new UnreadableStateException("a serialized object cannot be read", e);
    }
  }

  /** Unchecked, since {@link ObjectOutputStream} would write a checked one into its stream. */
  private static final class RefusedClassException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final NoEncodedFormException refusal;

    RefusedClassException(NoEncodedFormException refusal) {
      super(refusal);
      this.refusal = refusal;
    }
  }

  private final class CheckedOutput extends ObjectOutputStream {
    private final StateOutput out;

    CheckedOutput(OutputStream stream, StateOutput out) throws IOException {
      super(stream);
      this.out = out;
    }

    /** Called once for each class. */
    @Override
    protected void annotateClass(Class<?> type) {
      try {
        declared.requireWritable(type, out.context());
      } catch (NoEncodedFormException e) {
        throw new RefusedClassException(e);
      }
    }

    @Override
    protected void annotateProxyClass(Class<?> type) {
      throw new RefusedClassException(
          new NoEncodedFormException("proxies are not written: " + type.getName()));
    }
  }

  private final class CheckedInput extends ObjectInputStream {
    private final StateInput in;

    CheckedInput(byte[] block, StateInput in) throws IOException {
      super(new ByteArrayInputStream(block));
      this.in = in;
      setObjectInputFilter(info -> withinBounds(info, block.length));
    }

    private static ObjectInputFilter.Status withinBounds(
        ObjectInputFilter.FilterInfo info, int bytes) {
      boolean within =
          info.depth() <= StateOutput.DEPTH_MAX
              && info.arrayLength() <= bytes
              && info.references() <= bytes;
      return within ? ObjectInputFilter.Status.UNDECIDED : ObjectInputFilter.Status.REJECTED;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) {
      return declared.load(description.getName(), in.context());
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws IOException {
      throw new InvalidClassException("proxies are not read");
    }
  }
}
