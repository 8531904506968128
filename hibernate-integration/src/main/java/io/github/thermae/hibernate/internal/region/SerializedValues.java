package io.github.thermae.hibernate.internal.region;

import io.github.thermae.codec.Codec;
import io.github.thermae.codec.CodecContext;
import io.github.thermae.codec.NoEncodedFormException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;

/** Values by Java serialization, until their schema's codec takes its place. */
public final class SerializedValues implements Codec {
  @Override
  public byte[] encode(Object value, CodecContext context) throws NoEncodedFormException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new NoEncodedFormException(e.toString());
    }
    return bytes.toByteArray();
  }

  @Override
  public Object decode(byte[] bytes, CodecContext context) throws Exception {
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes)) {
          @Override
          protected Class<?> resolveClass(ObjectStreamClass type) throws ClassNotFoundException {
            context.requireAllowed(type.getName());
            return Class.forName(type.getName(), false, context.classLoader());
          }
        }) {
      return in.readObject();
    }
  }
}
