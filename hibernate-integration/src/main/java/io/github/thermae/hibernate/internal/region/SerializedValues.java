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
import java.io.Serializable;
import java.util.Set;

/**
 * Values by Java serialization. What Hibernate wraps them in is let in here; what they hold passes
 * the gate of the cache like everything else that is read from a file.
 */
public final class SerializedValues implements Codec {
  private static final Set<String> WRAPPINGS =
      Set.of(
          "org.hibernate.cache.spi.entry.StandardCacheEntryImpl",
          "org.hibernate.cache.spi.entry.CollectionCacheEntry",
          Serializable[].class.getName(),
          Object[].class.getName());

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
            if (!WRAPPINGS.contains(type.getName())) {
              context.requireAllowed(type.getName());
            }
            return Class.forName(type.getName(), false, context.classLoader());
          }
        }) {
      return in.readObject();
    }
  }
}
