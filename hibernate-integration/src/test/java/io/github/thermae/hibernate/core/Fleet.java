package io.github.thermae.hibernate.core;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OneToOne;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Version;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.Filter;
import org.hibernate.annotations.FilterDef;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.ParamDef;
import org.jspecify.annotations.Nullable;

/** Mappings with which second-level caches have had trouble. */
final class Fleet {
  /** All entities. */
  static final List<Class<?>> ALL =
      List.of(
          Single.class,
          SingleChild.class,
          Joined.class,
          JoinedChild.class,
          PerClass.class,
          PerClassChild.class,
          InTwoTables.class,
          Captain.class,
          Ship.class,
          Berth.class,
          Chart.class,
          Flag.class);

  private Fleet() {}

  /** What a hierarchy's classes have in common. */
  interface Named {
    /** Changes what the root has, and what the subclass has. */
    void rename(String root, String child);

    /** Both. */
    List<@Nullable String> names();
  }

  /** One table. */
  @Entity(name = "Single")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  static class Single {
    @Id long id;
    @Nullable String root;
  }

  /** In the one table. */
  @Entity(name = "SingleChild")
  static class SingleChild extends Single implements Named {
    @Nullable String child;

    @Override
    public void rename(String newRoot, String newChild) {
      root = newRoot;
      child = newChild;
    }

    @Override
    public List<@Nullable String> names() {
      return names(root, child);
    }

    static List<@Nullable String> names(@Nullable String root, @Nullable String child) {
      List<@Nullable String> names = new ArrayList<>();
      names.add(root);
      names.add(child);
      return names;
    }
  }

  /** Joined tables. */
  @Entity(name = "Joined")
  @Inheritance(strategy = InheritanceType.JOINED)
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  static class Joined {
    @Id long id;
    @Nullable String root;
  }

  /** In the joined table. */
  @Entity(name = "JoinedChild")
  static class JoinedChild extends Joined implements Named {
    @Nullable String child;

    @Override
    public void rename(String newRoot, String newChild) {
      root = newRoot;
      child = newChild;
    }

    @Override
    public List<@Nullable String> names() {
      return SingleChild.names(root, child);
    }
  }

  /** A table for each class. */
  @Entity(name = "PerClass")
  @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  static class PerClass {
    @Id long id;
    @Nullable String root;
  }

  /** In its own table. */
  @Entity(name = "PerClassChild")
  static class PerClassChild extends PerClass implements Named {
    @Nullable String child;

    @Override
    public void rename(String newRoot, String newChild) {
      root = newRoot;
      child = newChild;
    }

    @Override
    public List<@Nullable String> names() {
      return SingleChild.names(root, child);
    }
  }

  /** In two tables. */
  @Entity(name = "InTwoTables")
  @SecondaryTable(name = "the_other")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  static class InTwoTables {
    @Id long id;
    @Nullable String front;

    @Column(table = "the_other")
    @Nullable String back;
  }

  /** The inverse side of a one-to-one. */
  @Entity(name = "Captain")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  static class Captain {
    @Id long id;
    @Nullable String name;

    @OneToOne(mappedBy = "captain")
    @Nullable Ship ship;
  }

  /** With a version, a captain, a filter and berths. */
  @Entity(name = "Ship")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  @FilterDef(name = "named", parameters = @ParamDef(name = "name", type = String.class))
  @Filter(name = "named", condition = "name = :name")
  static class Ship {
    @Id long id;
    @Version int version;
    @Nullable String name;

    @OneToOne(fetch = FetchType.LAZY)
    @Nullable Captain captain;

    @OneToMany(mappedBy = "ship")
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    Set<Berth> berths = new HashSet<>();
  }

  /** With two ids, one of which is an association. */
  @Entity(name = "Berth")
  @IdClass(BerthId.class)
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  static class Berth {
    @Id int number;

    @Id
    @ManyToOne(fetch = FetchType.LAZY)
    @Nullable Ship ship;

    @Nullable String sleeper;
  }

  /** The two ids. */
  static class BerthId implements Serializable {
    private static final long serialVersionUID = 1L;

    int number;
    long ship;

    BerthId() {}

    BerthId(int number, long ship) {
      this.number = number;
      this.ship = ship;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof BerthId that && number == that.number && ship == that.ship;
    }

    @Override
    public int hashCode() {
      return Objects.hash(number, ship);
    }
  }

  /** Immutable for the cache, with parts that are not. */
  @Entity(name = "Chart")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_ONLY)
  static class Chart {
    @Id long id;
    byte @Nullable [] picture;

    @ElementCollection
    @Cache(usage = CacheConcurrencyStrategy.READ_ONLY)
    Set<String> reefs = new HashSet<>();
  }

  /** Immutable, without associations: can be cached as it is. */
  @Entity(name = "Flag")
  @Immutable
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_ONLY)
  static class Flag {
    @Id long id;
    @Nullable String colours;
  }
}
