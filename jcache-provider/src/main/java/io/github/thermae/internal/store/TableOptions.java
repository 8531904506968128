package io.github.thermae.internal.store;

import io.github.thermae.config.Compression;
import io.github.thermae.internal.codec.ClassGate;
import io.github.thermae.internal.codec.CodecChoice;
import java.util.OptionalLong;

/**
 * How a cache opens its table.
 *
 * @param loader under which its classes are found
 * @param byValue whether readers get copies of what can change
 * @param hotMaxEntries the bound of this view's hot tier, at least 1; {@code Long.MAX_VALUE} where
 *     it is in bytes
 * @param traits the declared types
 * @param gate the classes that may be written and read
 * @param codec how values are written
 * @param valueType the declared type of values
 * @param hotMaxBytes the bound of this view's hot tier in encoded bytes of keys and values plus a
 *     fixed overhead per entry, at least 1; empty where it is in entries
 * @param coldMaxEntries the bound of the table's rows, at least 1; ignored without a cold tier
 * @param compression how large values are written to the cold tier; ignored without one
 * @param compressionMinBytes from which size on
 * @param hotOnly whether nothing leaves the hot tier for another one; by reference only
 */
public record TableOptions(
    String cacheName,
    ClassLoader loader,
    boolean byValue,
    long hotMaxEntries,
    TableTraits traits,
    ClassGate gate,
    CodecChoice codec,
    Class<?> valueType,
    OptionalLong hotMaxBytes,
    OptionalLong coldMaxEntries,
    Compression compression,
    int compressionMinBytes,
    boolean hotOnly) {}
