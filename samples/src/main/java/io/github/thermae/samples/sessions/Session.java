package io.github.thermae.samples.sessions;

import java.util.ArrayList;
import java.util.List;

/**
 * What a web application knows of a visitor.
 *
 * @param pages how many pages he has seen
 * @param cart what he wants to buy
 */
record Session(String user, int pages, List<String> cart) {
  Session {
    cart = List.copyOf(cart);
  }

  Session withPage() {
    return new Session(user, pages + 1, cart);
  }

  Session withItem(String item) {
    List<String> more = new ArrayList<>(cart);
    more.add(item);
    return new Session(user, pages + 1, more);
  }
}
