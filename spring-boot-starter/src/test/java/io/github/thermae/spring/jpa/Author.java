package io.github.thermae.spring.jpa;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** An entity in a region. */
@Entity
@Cacheable
public class Author {
  @Id private long id;

  private String name = "";

  /** For Hibernate. */
  protected Author() {}

  /** A new one. */
  public Author(long id, String name) {
    this.id = id;
    this.name = name;
  }

  /** The name. */
  public String name() {
    return name;
  }
}
