package io.github.thermae.hibernate.hostile;

import jakarta.persistence.Cacheable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;
import org.jspecify.annotations.Nullable;

/** An entity whose identifier the database gives while it inserts the row. */
@Entity(name = "Parcel")
@Cacheable
@NaturalIdCache
@Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "parcels")
class Parcel {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Long id;

  @NaturalId private String label = "";

  @ElementCollection
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "contents")
  private List<String> contents = new ArrayList<>();

  Parcel() {}

  Parcel(String label) {
    this.label = label;
    contents.add("a clock");
  }

  long id() {
    return id == null ? 0 : id;
  }

  String label() {
    return label;
  }

  List<String> contents() {
    return contents;
  }
}
