package io.github.thermae.samples.spring;

/**
 * A row of the database. Not Serializable, and it need not be.
 *
 * @param radiusKm at the equator
 */
public record Planet(String name, int radiusKm, int moons) {}
