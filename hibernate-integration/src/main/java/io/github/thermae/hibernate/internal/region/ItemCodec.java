package io.github.thermae.hibernate.internal.region;

import io.github.thermae.codec.Codec;
import io.github.thermae.codec.CodecContext;
import io.github.thermae.hibernate.internal.access.CachedItem;
import java.nio.ByteBuffer;

/**
 * Items to bytes: timestamp and generation, then what Hibernate gave. The version is not written:
 * it only matters to who would replace an item without having locked it.
 *
 * <table>
 * <caption>An item</caption>
 * <tr><td>8 bytes</td><td>timestamp</td></tr>
 * <tr><td>8 bytes</td><td>generation</td></tr>
 * <tr><td>the rest</td><td>the value, by the region's codec</td></tr>
 * </table>
 */
final class ItemCodec implements Codec {
  private static final int HEAD_BYTES = 2 * Long.BYTES;

  private final Codec values;

  ItemCodec(Codec values) {
    this.values = values;
  }

  @Override
  public byte[] encode(Object value, CodecContext context) throws Exception {
    CachedItem item = (CachedItem) value;
    byte[] body = values.encode(item.value(), context);
    return ByteBuffer.allocate(HEAD_BYTES + body.length)
        .putLong(item.timestamp())
        .putLong(item.generation())
        .put(body)
        .array();
  }

  @Override
  public Object decode(byte[] bytes, CodecContext context) throws Exception {
    if (bytes.length < HEAD_BYTES) {
      throw new IllegalArgumentException(
          "an item has at least %d bytes, not %d".formatted(HEAD_BYTES, bytes.length));
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    long timestamp = in.getLong();
    long generation = in.getLong();
    byte[] body = new byte[in.remaining()];
    in.get(body);
    return new CachedItem(values.decode(body, context), null, timestamp, generation);
  }
}
