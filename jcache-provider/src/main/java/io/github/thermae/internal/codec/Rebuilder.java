package io.github.thermae.internal.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets an object's class have its say as if the object had been read from a Java stream: its
 * readObject and readResolve run. Only the object itself goes through a stream; what it holds waits
 * outside, is the same object afterwards and need not be Serializable. The stream never leaves this
 * class, so there is nothing to guard. Works on one object.
 */
final class Rebuilder {
  /** Stands in the stream for an object that the root holds. */
  private record StandIn(int index) implements Serializable {}

  private final Object root;
  private final List<Object> parts = new ArrayList<>();
  private final List<ObjectStreamClass> classes = new ArrayList<>();

  private Rebuilder(Object root) {
    this.root = root;
  }

  /** What the object's class makes of it. */
  static Object rebuild(Object object) throws IOException, ClassNotFoundException {
    return new Rebuilder(object).rebuild();
  }

  private Object rebuild() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer out = new Writer(bytes)) {
      out.writeObject(root);
    }
    try (Reader in = new Reader(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  private final class Writer extends ObjectOutputStream {
    @SuppressWarnings("this-escape")
    Writer(OutputStream out) throws IOException {
      super(out);
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) {
      if (object == root) {
        return object;
      }
      parts.add(object);
      return new StandIn(parts.size() - 1);
    }

    @Override
    protected void writeClassDescriptor(ObjectStreamClass description) throws IOException {
      classes.add(description);
      writeInt(classes.size() - 1);
    }
  }

  private final class Reader extends ObjectInputStream {
    @SuppressWarnings("this-escape")
    Reader(InputStream in) throws IOException {
      super(in);
      enableResolveObject(true);
    }

    @Override
    protected ObjectStreamClass readClassDescriptor() throws IOException {
      return classes.get(readInt());
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) {
      return description.forClass();
    }

    @Override
    protected Object resolveObject(Object object) {
      return object instanceof StandIn standIn ? parts.get(standIn.index()) : object;
    }
  }
}
