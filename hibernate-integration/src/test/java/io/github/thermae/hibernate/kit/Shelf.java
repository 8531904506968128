package io.github.thermae.hibernate.kit;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import java.util.List;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;

/** Two entities in one region. */
public final class Shelf {
  /** Their region. */
  public static final String REGION = "shelf";

  /** Both. */
  public static final List<Class<?>> ALL = List.of(Map.class, Globe.class);

  private Shelf() {}

  /** One. */
  @Entity(name = "ShelfMap")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = REGION)
  public static class Map extends Books.Book {}

  /** The other. */
  @Entity(name = "ShelfGlobe")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE, region = REGION)
  public static class Globe extends Books.Book {}
}
