package io.github.thermae.hibernate.checker;

/** A row of an entity, there or not. */
record Row(Kind kind, long id) {}
