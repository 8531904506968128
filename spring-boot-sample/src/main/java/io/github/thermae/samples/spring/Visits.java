package io.github.thermae.samples.spring;

import io.github.thermae.ThermaeManager;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.config.WriteBehindOptions;
import io.github.thermae.writebehind.jdbc.JdbcCacheLoader;
import io.github.thermae.writebehind.jdbc.JdbcCacheWriter;
import io.github.thermae.writebehind.jdbc.JdbcTable;
import java.time.Duration;
import java.util.Optional;
import javax.cache.Cache;
import javax.cache.processor.EntryProcessor;
import javax.sql.DataSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Counts who looks at what, in a cache; the database gets the counts later, many at a time. */
@Component
public class Visits implements DisposableBean {
  private static final JdbcTable<String, Count> TABLE =
      JdbcTable.ofRecord("visit", "name", String.class, Count.class);

  private static final EntryProcessor<String, Count, Void> ONE_MORE =
      (entry, arguments) -> {
        Count before = entry.getValue();
        entry.setValue(new Count(before == null ? 1 : before.visits() + 1));
        return null;
      };

  private final Cache<String, Count> counts;

  /** A row beside its key. */
  public record Count(long visits) {}

  Visits(ThermaeManager store, DataSource database) {
    counts =
        store.createCache(
            "visits",
            ThermaeConfiguration.builder(String.class, Count.class)
                .readThrough(JdbcCacheLoader.factoryOf(database, TABLE))
                .writeBehind(
                    JdbcCacheWriter.factoryOf(database, TABLE),
                    WriteBehindOptions.NONE.withMaxDelay(Duration.ofMillis(500)))
                .statistics(true)
                .build());
  }

  /** Counts a visit, in one step with what was counted before. */
  public void count(String name) {
    var unused = counts.invoke(name, ONE_MORE);
  }

  /** How often something was looked at. */
  public long of(String name) {
    return Optional.ofNullable(counts.get(name)).map(Count::visits).orElse(0L);
  }

  /** While there still is a database; what it does not get now, it gets after the next start. */
  @Override
  public void destroy() {
    counts.close();
  }
}
