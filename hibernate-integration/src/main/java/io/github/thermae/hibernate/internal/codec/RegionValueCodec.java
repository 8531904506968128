package io.github.thermae.hibernate.internal.codec;

import io.github.thermae.codec.Codec;
import io.github.thermae.codec.CodecContext;
import io.github.thermae.codec.NoEncodedFormException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;

/**
 * The values of one region to bytes and back, by the mapping of a session factory. Values come back
 * equal, with the classes of arrays and with Hibernate's placeholders. To read them, classes of the
 * application are needed only where Hibernate's own disassembled form holds objects of them: enums,
 * user types, id classes; what a converter makes of a column is written as the column has it.
 *
 * <p>A value that has no form here is refused with {@link NoEncodedFormException}, so that it stays
 * in the hot tier; nothing else comes out of {@link #encode}. Thread-safe.
 *
 * <pre>
 *   value   {@value #FORMAT}, mapping (4 bytes: the check sum of its text), state
 * </pre>
 */
public final class RegionValueCodec implements Codec {
  /** The version of the format; it grows with every change of it. */
  public static final int FORMAT = 1;

  private final RegionContents contents;
  private final Supplier<SessionFactoryImplementor> factory;
  private volatile @Nullable Ready ready;

  private record Ready(RegionSchema schema, int fingerprint) {}

  /**
   * A codec.
   *
   * @param factory asked for its mapping once, when the first value is encoded or decoded
   */
  public RegionValueCodec(RegionContents contents, Supplier<SessionFactoryImplementor> factory) {
    this.contents = contents;
    this.factory = factory;
  }

  private Ready ready() {
    Ready known = ready;
    if (known == null) {
      // Maybe by several threads at once; they make the same.
      MappingTypes types = new MappingTypes(factory.get());
      CRC32C sum = new CRC32C();
      sum.update(MappingText.of(contents, types).getBytes(StandardCharsets.UTF_8));
      known = new Ready(new RegionSchema(types, contents), (int) sum.getValue());
      ready = known;
    }
    return known;
  }

  @Override
  public byte[] encode(Object value, CodecContext context) throws NoEncodedFormException {
    try {
      Ready now = ready();
      StateOutput out = new StateOutput(context);
      out.writeByte(FORMAT);
      out.writeInt(now.fingerprint());
      now.schema().write(value, out);
      return out.toBytes();
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      // A flush must not fail for the cache's sake, in a later version of Hibernate either.
      throw new NoEncodedFormException(e.toString());
    }
  }

  @Override
  public Object decode(byte[] bytes, CodecContext context) {
    Ready now = ready();
    StateInput in = new StateInput(bytes, context);
    int format = in.readByte();
    if (format != FORMAT) {
      throw new UnreadableStateException("it has format " + format + ", not " + FORMAT);
    }
    if (in.readInt() != now.fingerprint()) {
      throw new UnreadableStateException("it was written with another mapping");
    }
    Object value = now.schema().read(in);
    in.requireEnd();
    return value;
  }
}
