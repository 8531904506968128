package io.github.thermae.internal.store;

import io.github.thermae.internal.codec.ClassGate;

/**
 * How a cache opens its table.
 *
 * @param loader under which its classes are found
 * @param byValue whether readers get copies of what can change
 * @param hotMaxEntries the bound of this view's hot tier, at least 1
 * @param traits the declared types
 * @param gate the classes that may be written and read
 */
public record TableOptions(
    String cacheName,
    ClassLoader loader,
    boolean byValue,
    long hotMaxEntries,
    TableTraits traits,
    ClassGate gate) {}
