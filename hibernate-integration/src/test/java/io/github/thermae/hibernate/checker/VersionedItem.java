package io.github.thermae.hibernate.checker;

import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;

/** A row that two transactions cannot overwrite without one of them noticing. */
@MappedSuperclass
abstract class VersionedItem extends Item {
  @Version private int version;

  int version() {
    return version;
  }
}
