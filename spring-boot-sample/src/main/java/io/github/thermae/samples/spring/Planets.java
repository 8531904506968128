package io.github.thermae.samples.spring;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads planets from the database, or from the cache that Spring puts in front. */
@Repository
public class Planets {
  private final JdbcClient database;
  private final AtomicLong queries = new AtomicLong();

  Planets(JdbcClient database) {
    this.database = database;
  }

  /** How often the database was asked in this run. */
  public long queries() {
    return queries.get();
  }

  /** A planet by its name; that there is none is remembered as well. */
  @Cacheable("planets")
  public Optional<Planet> find(String name) {
    queries.incrementAndGet();
    return database
        .sql("SELECT name, radius_km, moons FROM planet WHERE name = :name")
        .param("name", name)
        .query(new DataClassRowMapper<>(Planet.class))
        .optional();
  }

  /** Writes to the database; the next read asks it again. */
  @CacheEvict(cacheNames = "planets", key = "#name")
  public boolean setMoons(String name, int moons) {
    return database
            .sql("UPDATE planet SET moons = :moons WHERE name = :name")
            .param("moons", moons)
            .param("name", name)
            .update()
        > 0;
  }
}
