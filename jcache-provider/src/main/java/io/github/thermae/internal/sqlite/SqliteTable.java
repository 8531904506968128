package io.github.thermae.internal.sqlite;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.events.Events;
import io.github.thermae.internal.events.Span;
import io.github.thermae.internal.store.Change;
import io.github.thermae.internal.store.ColdTable;
import io.github.thermae.internal.store.Row;
import io.github.thermae.internal.store.TableTraits;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of one cache. After its cache was dropped a table reads as empty and refuses to be
 * written; the cache's name opens a new one.
 */
final class SqliteTable implements ColdTable {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteTable.class);

  /** A kept statement keeps what was bound to it, up to this size of a value. */
  private static final int VALUE_BYTES_KEPT = 64 * 1024;

  private final Path path;
  private final CacheEntry cache;

  /** The cache's name for messages; the one in the file may be sealed. */
  private final String shownName;

  private final TableSql sql;
  private final Writer writer;
  private final ReaderPool readers;
  private final AtomicBoolean stopping;
  private final KeyFilter filter = new KeyFilter();
  private final DamagedWalk<FoundKeys> walk = new DamagedWalk<>(this::selectKeysAfter);
  private final AtomicLong quarantined = new AtomicLong();
  private final AtomicBoolean unmovedReported = new AtomicBoolean();

  /** Set while the dropping transaction runs, so before any reader can miss the table. */
  private volatile boolean dropped;

  /** A row as it was found: absent, damaged, or good. */
  private record Found(long id, boolean isDamaged, @Nullable Row row) {
    static final Found NOTHING = new Found(0, false, null);

    static Found of(long id, @Nullable Row row) {
      return new Found(id, row == null, row);
    }
  }

  /** Keys as they were found: some good, some in damaged rows. */
  private record FoundKeys(List<EncodedKey> keys, List<Long> damagedIds, long lastId) {}

  /**
   * A table.
   *
   * @param shownName the cache's name for messages
   * @param stopping set when work in the background is to be given up
   */
  SqliteTable(
      Path path,
      CacheEntry cache,
      String shownName,
      Writer writer,
      ReaderPool readers,
      AtomicBoolean stopping) {
    this.path = path;
    this.cache = cache;
    this.shownName = shownName;
    this.sql = TableSql.of(cache);
    this.writer = writer;
    this.readers = readers;
    this.stopping = stopping;
  }

  CacheEntry cache() {
    return cache;
  }

  void setDropped(boolean isDropped) {
    dropped = isDropped;
  }

  /** The table was made just now, and nobody has it yet. */
  void setNew() {
    filter.emptied();
  }

  KeyFilter filter() {
    return filter;
  }

  /** Builds the key filter if that is due; to be called by one thread at a time. */
  void maintainFilter() {
    if (!dropped && filter.isBuildDue()) {
      buildFilter();
    }
  }

  void buildFilter() {
    try {
      filter.build(writer, indexKeys());
    } catch (SQLException e) {
      // Lookups ask the disk until it succeeds.
      LOG.debug("Store {}: the keys of cache {} could not be read", path, shownName, e);
    }
  }

  private KeyFilter.Keys indexKeys() {
    return new KeyFilter.Keys() {
      @Override
      public long count() {
        return countRows();
      }

      @Override
      public KeyIndex.Page after(@Nullable EncodedKey last) throws SQLException {
        if (stopping.get()) {
          throw new SQLException("the store is about to be closed");
        }
        return readers.read(session -> KeyIndex.after(session, sql, last));
      }
    };
  }

  @Override
  public TableTraits traits() {
    return cache.traits();
  }

  @Override
  public @Nullable Row find(EncodedKey key) {
    if (!filter.mightHold(key)) {
      return missing();
    }
    Found found = observed(key);
    if (found.isDamaged()) {
      quarantineDamaged(found.id());
    }
    return found.row();
  }

  private Found observed(EncodedKey key) {
    try (Span reading = Events.coldRead(shownName, 1)) {
      Found found = read(session -> select(session, key), Found.NOTHING);
      reading.done(found.row() == null ? 0 : 1);
      return found;
    }
  }

  /** A row that need not be looked for. */
  private @Nullable Row missing() {
    readers.requireOpen();
    return null;
  }

  @Override
  public Map<EncodedKey, Row> findAll(List<EncodedKey> wanted) {
    Map<EncodedKey, Row> rows = new HashMap<>();
    readers.requireOpen();
    List<EncodedKey> keys = wanted.stream().filter(filter::mightHold).toList();
    for (int from = 0; from < keys.size(); from += TableSql.FIND_MANY_MAX) {
      List<EncodedKey> part =
          keys.subList(from, Math.min(keys.size(), from + TableSql.FIND_MANY_MAX));
      List<Long> damagedIds = observedMany(part, rows);
      damagedIds.forEach(this::quarantineDamaged);
    }
    return rows;
  }

  private List<Long> observedMany(List<EncodedKey> keys, Map<EncodedKey, Row> rows) {
    try (Span reading = Events.coldRead(shownName, keys.size())) {
      int before = rows.size();
      List<Long> damagedIds = read(session -> selectMany(session, keys, rows), List.of());
      reading.done(rows.size() - (long) before);
      return damagedIds;
    }
  }

  /** Puts the good rows into the map and returns the numbers of the others. */
  private List<Long> selectMany(Session session, List<EncodedKey> keys, Map<EncodedKey, Row> rows)
      throws SQLException {
    int parameters = TableSql.findManyParameters(keys.size());
    PreparedStatement find = session.statement(sql.findMany(parameters));
    for (int i = 0; i < parameters; i++) {
      if (i < keys.size()) {
        KeyColumn.bind(find, i + 1, keys.get(i));
      } else {
        // No key is NULL, so what is left over finds nothing.
        find.setNull(i + 1, Types.NULL);
      }
    }
    List<Long> damagedIds = new ArrayList<>();
    try (ResultSet found = find.executeQuery()) {
      while (found.next()) {
        EncodedKey key = KeyColumn.read(found.getObject(8));
        Row row = key == null ? null : RowColumns.read(found, cache.id(), key);
        if (row == null) {
          damagedIds.add(found.getLong(7));
        } else {
          rows.put(row.key(), row);
        }
      }
    }
    return damagedIds;
  }

  private Found select(Session session, EncodedKey key) throws SQLException {
    PreparedStatement find = session.statement(sql.find());
    KeyColumn.bind(find, 1, key);
    try (ResultSet rows = find.executeQuery()) {
      return rows.next()
          ? Found.of(rows.getLong(7), RowColumns.read(rows, cache.id(), key))
          : Found.NOTHING;
    }
  }

  @Override
  public void apply(List<Change> changes) {
    try (Span writing = Events.coldWrite(shownName)) {
      writer.grouped(session -> applyAll(session, changes), statements(changes), effectOf(changes));
      writing.done(changes.size());
    } catch (SQLException e) {
      throw Failure.of(path, "save changes of", shownName, e);
    }
  }

  @Override
  public Change.Beside beside(List<Change> changes) {
    return new Change.Beside(this, changes, false);
  }

  private static int statements(List<Change> changes) {
    int statements = 0;
    for (Change change : changes) {
      statements += change instanceof Change.Beside beside ? statements(beside.changes()) : 1;
    }
    return statements;
  }

  /** The space that is kept for removals is theirs, and not that of mere deadlines. */
  private static Effect effectOf(List<Change> changes) {
    return hasRemovals(changes) && !Change.hasEntries(changes) ? Effect.SHRINKS : Effect.GROWS;
  }

  private static boolean hasRemovals(List<Change> changes) {
    return changes.stream()
        .anyMatch(
            change ->
                change instanceof Change.Delete
                    || (change instanceof Change.Beside beside && hasRemovals(beside.changes())));
  }

  private int applyAll(Session session, List<Change> changes) throws SQLException {
    requireNotDropped();
    for (Change change : changes) {
      apply(session, change);
    }
    return changes.size();
  }

  private void apply(Session session, Change change) throws SQLException {
    if (change instanceof Change.Put put) {
      PreparedStatement statement = session.statement(sql.put());
      RowColumns.bind(statement, cache.id(), put.row());
      filter.add(put.row().key());
      statement.executeUpdate();
      if (put.row().value().length > VALUE_BYTES_KEPT) {
        statement.clearParameters();
      }
    } else if (change instanceof Change.Delete delete) {
      PreparedStatement statement = session.statement(sql.delete());
      KeyColumn.bind(statement, 1, delete.key());
      statement.executeUpdate();
    } else if (change instanceof Change.Touch touch) {
      Row row = touch.row();
      PreparedStatement statement = session.statement(sql.touch());
      RowColumns.bindDeadline(statement, 1, row.deadlineMillis());
      statement.setLong(2, RowCheck.of(cache.id(), row));
      statement.setLong(3, touch.accessedMillis());
      KeyColumn.bind(statement, 4, row.key());
      statement.setLong(5, row.version());
      statement.setInt(6, row.schema());
      statement.executeUpdate();
    } else if (change instanceof Change.Retouch retouch) {
      retouch(session, retouch);
    } else if (change instanceof Change.Exchange exchange) {
      exchange(session, exchange);
    } else if (change instanceof Change.Used used) {
      PreparedStatement statement = session.statement(sql.used());
      statement.setLong(1, used.accessedMillis());
      KeyColumn.bind(statement, 2, used.key());
      statement.executeUpdate();
    } else if (change instanceof Change.Beside beside) {
      int unused = ((SqliteTable) beside.table()).applyAll(session, beside.changes());
    }
  }

  private void retouch(Session session, Change.Retouch retouch) throws SQLException {
    Row row = retouch.row();
    PreparedStatement statement = session.statement(sql.retouch());
    RowColumns.bindDeadline(statement, 1, row.deadlineMillis());
    statement.setLong(2, RowCheck.of(cache.id(), row));
    statement.setLong(3, retouch.accessedMillis());
    statement.setInt(4, row.schema());
    RowColumns.bindValue(statement, 5, row);
    KeyColumn.bind(statement, 6, row.key());
    statement.setLong(7, row.version());
    statement.setInt(8, retouch.storedSchema());
    statement.executeUpdate();
  }

  private void exchange(Session session, Change.Exchange exchange) throws SQLException {
    Row after = exchange.after();
    PreparedStatement statement = session.statement(sql.exchange());
    statement.setLong(1, RowCheck.of(cache.id(), after));
    statement.setInt(2, after.schema());
    RowColumns.bindValue(statement, 3, after);
    KeyColumn.bind(statement, 4, after.key());
    statement.setLong(5, exchange.before().version());
    statement.setLong(6, RowCheck.of(cache.id(), exchange.before()));
    statement.executeUpdate();
  }

  @Override
  public KeyPage keysAfter(long position, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("A page has at least one key, not " + limit);
    }
    long start = position;
    while (true) {
      FoundKeys found = walk.after(start, limit);
      found.damagedIds().forEach(this::quarantineDamaged);
      // A page of damaged rows alone is not the end of the table.
      if (!found.keys().isEmpty() || found.damagedIds().isEmpty()) {
        return new KeyPage(found.keys(), found.lastId());
      }
      start = found.lastId();
    }
  }

  private FoundKeys selectKeysAfter(long position, int limit) {
    FoundKeys nothing = new FoundKeys(List.of(), List.of(), position);
    return read(session -> selectKeys(session, position, limit), nothing);
  }

  private FoundKeys selectKeys(Session session, long position, int limit) throws SQLException {
    List<EncodedKey> keys = new ArrayList<>();
    List<Long> damagedIds = new ArrayList<>();
    long lastId = position;
    long highestId = position;
    PreparedStatement select = session.statement(sql.keysAfter());
    select.setLong(1, position);
    select.setInt(2, limit);
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        lastId = rows.getLong(1);
        highestId = Math.max(highestId, lastId);
        EncodedKey key = KeyColumn.read(rows.getObject(2));
        Object check = rows.getObject(3);
        if (key != null
            && RowColumns.isInteger(check)
            && RowCheck.coversKey(RowColumns.longOf(check), cache.id(), key)) {
          keys.add(key);
        } else {
          damagedIds.add(lastId);
        }
      }
    }
    boolean isEmpty = keys.isEmpty() && damagedIds.isEmpty();
    return new FoundKeys(
        keys, damagedIds, isEmpty ? position : nextPosition(position, lastId, highestId));
  }

  /**
   * Where the next page starts: behind the last row, and in any case further on. In a damaged table
   * row numbers can be out of order, and a walk must end nevertheless.
   */
  private static long nextPosition(long position, long lastId, long highestId) throws SQLException {
    if (lastId > position) {
      return lastId;
    }
    if (highestId > position) {
      return highestId;
    }
    throw new SQLException(
        "rows are out of order behind number " + position + ", so the file is damaged");
  }

  @Override
  public ExpiredPage expiredAfter(ExpiredPage before, long nowMillis, int limit) {
    return read(session -> selectExpired(session, before, nowMillis, limit), before.ended());
  }

  private static ExpiredPage toPage(ResultSet rows, ExpiredPage before) throws SQLException {
    List<EncodedKey> keys = new ArrayList<>();
    long deadline = before.deadlineMillis();
    long id = before.id();
    while (rows.next()) {
      deadline = rows.getLong(1);
      id = rows.getLong(2);
      EncodedKey key = KeyColumn.read(rows.getObject(3));
      if (key != null) {
        keys.add(key);
      }
    }
    return new ExpiredPage(keys, deadline, id);
  }

  private ExpiredPage selectExpired(Session session, ExpiredPage before, long nowMillis, int limit)
      throws SQLException {
    PreparedStatement select = session.statement(sql.expiredAfter());
    select.setLong(1, before.deadlineMillis());
    select.setLong(2, before.id());
    select.setLong(3, nowMillis);
    select.setInt(4, limit);
    try (ResultSet rows = select.executeQuery()) {
      return toPage(rows, before);
    }
  }

  @Override
  public long count(long nowMillis) {
    return read(
        session -> {
          PreparedStatement count = session.statement(sql.count());
          count.setLong(1, nowMillis);
          try (ResultSet rows = count.executeQuery()) {
            rows.next();
            return rows.getLong(1);
          }
        },
        0L);
  }

  @Override
  public long countRows() {
    return read(
        session -> {
          try (ResultSet rows = session.statement(sql.countRows()).executeQuery()) {
            rows.next();
            return rows.getLong(1);
          }
        },
        0L);
  }

  @Override
  public void keepRecency() {
    try {
      // Mostly it is there already, and a full disk must not hinder the opening of a cache.
      writer.shrinking(
          session -> {
            requireNotDropped();
            session.execute(sql.recencyIndex());
            return true;
          },
          1);
    } catch (SQLException e) {
      throw Failure.of(path, "index the recency of", shownName, e);
    }
  }

  @Override
  public OptionalLong oldestUseMillis() {
    return read(
        session -> {
          try (ResultSet rows = session.statement(sql.oldestUse()).executeQuery()) {
            return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
          }
        },
        OptionalLong.empty());
  }

  @Override
  public List<EncodedKey> leastRecentlyUsed(int limit) {
    return byRecency(sql.leastRecentlyUsed(), limit);
  }

  @Override
  public List<EncodedKey> mostRecentlyUsed(int limit) {
    return byRecency(sql.mostRecentlyUsed(), limit);
  }

  private List<EncodedKey> byRecency(String select, int limit) {
    return read(
        session -> {
          PreparedStatement statement = session.statement(select);
          statement.setInt(1, limit);
          List<EncodedKey> keys = new ArrayList<>();
          try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
              EncodedKey key = KeyColumn.read(rows.getObject(1));
              if (key != null) {
                keys.add(key);
              }
            }
          }
          return keys;
        },
        List.of());
  }

  @Override
  public void clear() {
    try {
      writer.shrinking(
          session -> {
            requireNotDropped();
            int cleared = session.statement(sql.clear()).executeUpdate();
            filter.emptied();
            return cleared;
          },
          1);
    } catch (SQLException e) {
      throw Failure.of(path, "clear", shownName, e);
    }
  }

  @Override
  public void quarantine(EncodedKey key, long version, String reason) {
    try {
      if (writer.transaction(
          session ->
              !dropped && Quarantine.moveVersion(session, cache, sql, key, version, reason))) {
        countQuarantined(reason);
      }
    } catch (SQLException e) {
      throw Failure.of(path, "quarantine a row of", shownName, e);
    }
  }

  @Override
  public long quarantinedCount() {
    return quarantined.get();
  }

  /**
   * Moves a damaged row away. It is a miss in any case, so a failure is only reported: the disk may
   * be full, or the damage such that the row cannot be removed.
   */
  private void quarantineDamaged(long rowId) {
    try {
      if (writer.transaction(
          session -> !dropped && Quarantine.moveDamaged(session, cache, sql, rowId))) {
        countQuarantined("it does not fit its check value");
      }
    } catch (SQLException e) {
      if (unmovedReported.compareAndSet(false, true)) {
        LOG.warn(
            "Store {}: a damaged row of cache {} could not be moved to thermae_quarantine: {}. It"
                + " stays and is treated as absent. Further ones are not reported",
            path,
            ShownName.of(shownName),
            e.getMessage());
      }
    }
  }

  private void countQuarantined(String reason) {
    if (quarantined.incrementAndGet() == 1) {
      LOG.warn(
          "Store {}: a row of cache {} was moved to thermae_quarantine and is treated as absent: {}."
              + " Further ones are counted",
          path,
          ShownName.of(shownName),
          reason);
    }
  }

  /** Reads; a dropped table has nothing. */
  private <T> T read(Work<T> work, T nothing) {
    if (dropped) {
      return nothing;
    }
    try {
      return readers.read(work);
    } catch (SQLException e) {
      if (dropped) {
        return nothing;
      }
      throw Failure.of(path, "read from", shownName, e);
    }
  }

  private void requireNotDropped() {
    if (dropped) {
      throw new ThermaeException(
          "Store "
              + path
              + ": cache "
              + ShownName.of(shownName)
              + " was destroyed, so nothing can be written to it. Create it again.");
    }
  }
}
