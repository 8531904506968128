package io.github.thermae.internal.store;

/**
 * What a table remembers of the cache that first made it.
 *
 * @param keyType the declared key type's name
 * @param valueType the declared value type's name
 * @param integerKeyType the one boxed type whose keys are stored as INTEGER, or the empty string;
 *     fixed for the life of the table, so that a key has one form however the cache is declared
 *     later
 */
public record TableTraits(String keyType, String valueType, String integerKeyType) {}
