package io.github.thermae.samples.sessions;

import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.samples.support.KilledProcess;
import io.github.thermae.samples.support.Out;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.expiry.Duration;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.cache.processor.MutableEntry;

/** One process of the web application. A visit is one step with its session, in any thread. */
public final class SessionsServer {
  private final Cache<String, Session> sessions;

  private SessionsServer(Cache<String, Session> sessions) {
    this.sessions = sessions;
  }

  /** The arguments are the file, the idle time in seconds, and what to do. */
  public static void main(String[] args) throws InterruptedException {
    long idleSeconds = Long.parseLong(args[1]);
    StoreOptions options = StoreOptions.builder().path(Path.of(args[0])).build();
    CacheManager manager =
        Caching.getCachingProvider().getCacheManager(null, null, options.toProperties());
    SessionsServer server =
        new SessionsServer(
            manager.createCache(
                "sessions",
                ThermaeConfiguration.builder(String.class, Session.class)
                    .expiry(
                        TouchedExpiryPolicy.factoryOf(new Duration(TimeUnit.SECONDS, idleSeconds)))
                    .build()));
    if (args[2].equals("log in")) {
      server.logInAndWait(idleSeconds);
    } else {
      server.goOn();
    }
    Out.line(KilledProcess.DONE);
    TimeUnit.DAYS.sleep(1);
  }

  private void logInAndWait(long idleSeconds) throws InterruptedException {
    for (String user : List.of("Alice", "Bob", "Carol")) {
      sessions.put(cookieOf(user), new Session(user, 1, List.of()));
    }
    addToCart("Alice", "a towel");
    addToCart("Bob", "a sponge");
    // Each step is a third of the idle time, and there are five.
    for (int step = 0; step < 5; step++) {
      TimeUnit.MILLISECONDS.sleep(idleSeconds * 1_000 / 3);
      visit("Alice");
      visit("Carol");
    }
    addToCart("Alice", "olive oil");
    List.of("Alice", "Bob", "Carol").forEach(this::show);
  }

  private void goOn() {
    List.of("Alice", "Bob", "Carol").forEach(this::show);
  }

  private void visit(String user) {
    sessions.invoke(
        cookieOf(user),
        (MutableEntry<String, Session> entry, Object... unused) -> {
          if (entry.exists()) {
            entry.setValue(entry.getValue().withPage());
          }
          return null;
        });
  }

  private void addToCart(String user, String item) {
    sessions.invoke(
        cookieOf(user),
        (MutableEntry<String, Session> entry, Object... items) -> {
          if (entry.exists()) {
            entry.setValue(entry.getValue().withItem((String) items[0]));
          }
          return null;
        },
        item);
  }

  private void show(String user) {
    Session session = sessions.get(cookieOf(user));
    if (session == null) {
      Out.line("   %-6s is logged out", user);
    } else {
      Out.line(
          "   %-6s is logged in, %d pages seen, in the cart: %s",
          user,
          session.pages(),
          session.cart().isEmpty() ? "nothing" : String.join(", ", session.cart()));
    }
  }

  private static String cookieOf(String user) {
    return "cookie-of-" + user.toLowerCase(Locale.ROOT);
  }
}
