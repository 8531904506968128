package io.github.thermae.hibernate.checker;

import java.util.EnumSet;
import java.util.List;

/**
 * What a run does. Immutable.
 *
 * @param kinds the entities
 * @param commitsFail whether connections and answers to commits are lost
 * @param bulk whether there are bulk HQL, native SQL and evictions, beside transactions over single
 *     rows
 */
record Plan(List<Kind> kinds, boolean commitsFail, boolean bulk) {
  /** Everything. */
  static final Plan ALL = new Plan(List.copyOf(EnumSet.allOf(Kind.class)), true, true);

  Plan {
    kinds = List.copyOf(kinds);
    if (kinds.stream().noneMatch(Kind::isUpdatable)) {
      throw new IllegalArgumentException("one kind at least can be updated: " + kinds);
    }
  }

  List<Kind> updatable() {
    return kinds.stream().filter(Kind::isUpdatable).toList();
  }

  /** Without what Hibernate's own access classes are known to get wrong. */
  static Plan mild(Kind kind) {
    return new Plan(List.of(kind), false, false);
  }
}
