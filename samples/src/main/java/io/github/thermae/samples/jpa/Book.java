package io.github.thermae.samples.jpa;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.jspecify.annotations.Nullable;

/** A book of one author. */
@Entity
@Cacheable
@Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
public class Book {
  @Id private long id;
  @Version private int version;
  private String title = "";
  private int priceCents;

  @ManyToOne(fetch = FetchType.LAZY)
  private @Nullable Author author;

  /** For JPA. */
  protected Book() {}

  Book(long id, String title, int priceCents, Author author) {
    this.id = id;
    this.title = title;
    this.priceCents = priceCents;
    this.author = author;
  }

  String title() {
    return title;
  }

  int priceCents() {
    return priceCents;
  }

  void priceCents(int newPrice) {
    priceCents = newPrice;
  }

  @Nullable Author author() {
    return author;
  }
}
