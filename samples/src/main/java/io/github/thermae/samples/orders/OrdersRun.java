package io.github.thermae.samples.orders;

import io.github.thermae.ThermaeCache;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The process that is killed: takes orders, has each of them paid and sent a little later, and says
 * of every one hundred what it has acknowledged. The database follows as it can.
 */
public final class OrdersRun {
  /** So many orders are between being placed and being sent. */
  static final int UNDER_WAY = 50;

  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private OrdersRun() {}

  /** The argument is the folder of the database and the store. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    ThermaeCache<Long, Order> orders = OrderShop.open(folder, OrderShop.database(folder));
    for (long id = 1; ; id++) {
      orders.put(id, order(id));
      if (id > UNDER_WAY) {
        change(orders, id - UNDER_WAY / 2, Order.State.PAID);
        change(orders, id - UNDER_WAY, Order.State.SENT);
      }
      if (id % 100 == 0) {
        OUT.println(id + " " + orders.writeBehind().orElseThrow().statistics().queuedOperations());
      }
    }
  }

  static Order order(long id) {
    return new Order(
        id,
        "customer " + id % 17,
        BigDecimal.valueOf(id * 100 + 99, 2),
        Order.State.PLACED,
        Instant.ofEpochSecond(1_790_000_000 + id));
  }

  private static void change(ThermaeCache<Long, Order> orders, long id, Order.State state) {
    orders.invoke(
        id,
        (entry, arguments) -> {
          entry.setValue(entry.getValue().with(state));
          return null;
        });
  }
}
