package io.github.thermae.samples.orders;

import java.math.BigDecimal;
import java.time.Instant;

/** An order: a row of the table {@code orders}, an entry of the cache {@code orders}. */
public record Order(long id, String customer, BigDecimal total, State state, Instant placedAt) {
  /** How far it has come. */
  public enum State {
    /** It was placed. */
    PLACED,
    /** It was paid. */
    PAID,
    /** It was sent. */
    SENT
  }

  Order with(State newState) {
    return new Order(id, customer, total, newState, placedAt);
  }
}
