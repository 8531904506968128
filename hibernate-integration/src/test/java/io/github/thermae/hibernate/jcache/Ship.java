package io.github.thermae.hibernate.jcache;

import jakarta.persistence.Cacheable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Version;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;
import org.jspecify.annotations.Nullable;

/** An entity with everything that goes into a cache: composite and natural id, a collection. */
@Entity(name = "Ship")
@Cacheable
@NaturalIdCache
@Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "ships")
class Ship {
  /** An identifier of two parts. */
  @Embeddable
  static class Berth implements Serializable {
    private static final long serialVersionUID = 1L;

    private String harbour = "";
    private int number;

    Berth() {}

    Berth(String harbour, int number) {
      this.harbour = harbour;
      this.number = number;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Berth that && harbour.equals(that.harbour) && number == that.number;
    }

    @Override
    public int hashCode() {
      return Objects.hash(harbour, number);
    }
  }

  enum Rig {
    SLOOP,
    KETCH
  }

  @EmbeddedId private Berth berth = new Berth();
  @NaturalId private String name = "";
  private Rig rig = Rig.SLOOP;
  private @Nullable LocalDate launched;
  @Version private int version;

  @ElementCollection
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "crews")
  private List<String> crew = new ArrayList<>();

  Ship() {}

  Ship(Berth berth, String name) {
    this.berth = berth;
    this.name = name;
    this.launched = LocalDate.of(1898, 4, 24);
    crew.add("Slocum");
  }

  Berth berth() {
    return berth;
  }

  String name() {
    return name;
  }

  Rig rig() {
    return rig;
  }

  void rerig(Rig newRig) {
    rig = newRig;
  }

  @Nullable LocalDate launched() {
    return launched;
  }

  int version() {
    return version;
  }

  List<String> crew() {
    return crew;
  }
}
