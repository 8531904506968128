package io.github.thermae.benchmarks;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;

/** A customer as Hibernate's entities, one for each concurrency strategy. */
@MappedSuperclass
abstract class StoredCustomer {
  @Id private long id;
  @Version private int version;
  private String name = "";
  private String street = "";
  private String city = "";
  private LocalDate since = LocalDate.EPOCH;
  private BigDecimal balance = BigDecimal.ZERO;
  private boolean active;

  StoredCustomer numbered(long number) {
    id = number;
    name = "Customer number " + number;
    street = "Some Street " + number % 100;
    city = "Thermopolis";
    since = LocalDate.of(2000, 1, 1).plusDays(number % 9_000);
    balance = BigDecimal.valueOf(number, 2);
    active = number % 3 != 0;
    return this;
  }

  /** All of it, so that no field is there for nothing. */
  @Override
  public String toString() {
    return String.join(
        " ", id + "." + version, name, street, city, since.toString(), balance + "", active + "");
  }

  /** The entity of a strategy. */
  static StoredCustomer of(CacheConcurrencyStrategy strategy) {
    return switch (strategy) {
      case READ_ONLY -> new ReadOnlyCustomer();
      case READ_WRITE -> new ReadWriteCustomer();
      case NONSTRICT_READ_WRITE -> new NonstrictCustomer();
      case NONE, TRANSACTIONAL -> new UncachedCustomer();
    };
  }

  @Entity(name = "ReadOnlyCustomer")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_ONLY, region = "customers")
  static class ReadOnlyCustomer extends StoredCustomer {}

  @Entity(name = "ReadWriteCustomer")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "customers")
  static class ReadWriteCustomer extends StoredCustomer {}

  @Entity(name = "NonstrictCustomer")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE, region = "customers")
  static class NonstrictCustomer extends StoredCustomer {}

  @Entity(name = "UncachedCustomer")
  static class UncachedCustomer extends StoredCustomer {}
}
