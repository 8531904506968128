package io.github.thermae.hibernate.checker;

import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;

/**
 * A row that is checked. Every write gives it a stamp that no other write has, and the same number
 * in a second column: a reader who sees two different ones has seen half of a write.
 */
@MappedSuperclass
abstract class Item {
  @Id private Long id = 0L;
  private long stamp;
  private long mirror;

  Long id() {
    return id;
  }

  void id(long newId) {
    id = newId;
  }

  long stamp() {
    return stamp;
  }

  long mirror() {
    return mirror;
  }

  void stamp(long newStamp) {
    stamp = newStamp;
    mirror = newStamp;
  }
}
