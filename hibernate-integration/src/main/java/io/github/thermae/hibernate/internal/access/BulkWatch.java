package io.github.thermae.hibernate.internal.access;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices the statement that makes everything in the cache void: native DML that does not say which
 * tables it changes. Hibernate tells the cache first and then prepares the statement, in one
 * thread. Thread-safe; costs a statement one look at a thread-local.
 */
public final class BulkWatch implements StatementInspector {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(BulkWatch.class);

  private final @Nullable StatementInspector next;
  private final AtomicInteger accesses = new AtomicInteger();

  @SuppressWarnings("ThreadLocalUsage") // one per session factory, empty outside of bulk statements
  private final transient ThreadLocal<@Nullable Set<DomainAccess>> cleared = new ThreadLocal<>();

  /**
   * A watch.
   *
   * @param next the inspector that was there before, or null
   */
  public BulkWatch(@Nullable StatementInspector next) {
    this.next = next;
  }

  void opened() {
    accesses.incrementAndGet();
  }

  void cleared(DomainAccess access) {
    Set<DomainAccess> all = cleared.get();
    if (all == null) {
      all = new HashSet<>();
      cleared.set(all);
    }
    all.add(access);
  }

  @Override
  public @Nullable String inspect(String sql) {
    Set<DomainAccess> all = cleared.get();
    if (all != null) {
      cleared.remove();
      // With one there is no telling whether it was meant.
      if (all.size() > 1 && all.size() == accesses.get()) {
        LOG.warn(
            "A native statement has made the whole second-level cache void, since it does not say"
                + " which tables it changes: add a query space (addSynchronizedQuerySpace or"
                + " addSynchronizedEntityClass). The statement is: {}",
            sql);
      }
    }
    return next == null ? sql : next.inspect(sql);
  }
}
