package io.github.thermae.codec;

/**
 * Values of a cache to bytes and back, in a form of one's own. Chosen per cache by class, and then
 * made by the public constructor without parameters, in the class loader of the cache's manager; or
 * given as an object to a cache's configuration. Keys are not a codec's business: they have one
 * canonical form whatever the codec.
 *
 * <p>An implementation owes:
 *
 * <ul>
 *   <li>an encoded value decodes to an equal one that shares no mutable state with it;
 *   <li>bytes written by an earlier version of the codec are read as what they were, or refused by
 *       an exception; never read as another value;
 *   <li>classes that come from bytes pass {@link CodecContext#requireAllowed} before they are
 *       loaded, in {@link CodecContext#classLoader()};
 *   <li>lengths and depths that bytes declare are held against the bytes that are left;
 *   <li>use by many threads at once, and no call back into the cache.
 * </ul>
 *
 * <p>In return it is called without a database connection, and without a lock other than that of
 * the entry's key. Bytes are copied on both ways: an array is the codec's own while it runs. What
 * {@link #encode} throws fails the put with a {@code CacheException}, but for {@link
 * NoEncodedFormException}. What {@link #decode} throws (stack overflow and failed allocation
 * included) makes the entry a miss: it is moved to the quarantine and counted.
 *
 * <p>The name of the class is kept with the rows: to rename it is to leave the rows behind. Rows of
 * a codec that was given as an object are read while the cache is opened with one of that class.
 */
public interface Codec {
  /**
   * The bytes of a value; may be empty.
   *
   * @param value never null
   * @param context the cache at hand
   * @throws Exception if the value cannot be encoded; the message reaches whoever put it
   */
  byte[] encode(Object value, CodecContext context) throws Exception;

  /**
   * The value of bytes.
   *
   * @param bytes what {@link #encode} of this class returned at some time, or anything else that
   *     somebody has put into the file
   * @param context the cache at hand
   * @return a new object, never null
   * @throws Exception if the bytes are not those of a value
   */
  Object decode(byte[] bytes, CodecContext context) throws Exception;
}
