package io.github.thermae.internal.store;

import io.github.thermae.ThermaeException;
import io.github.thermae.config.CacheOptions;
import io.github.thermae.config.Compression;
import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.codec.ValueFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cold table that writes large values compressed, if that is asked for, and reads either form
 * whatever is asked for: each row says which it has. Memory holds values as they are. Bytes that
 * are no compressed value are a miss and go to the quarantine (I10).
 */
final class CompressedTable implements ColdTable {
  private static final Logger LOG = LoggerFactory.getLogger(CompressedTable.class);

  private static final String UNREADABLE = "the value is not the LZ4 block that it should be";

  private final ColdTable table;
  private final String cacheName;
  private final boolean compresses;
  private final int minBytes;
  private final WarnOnce warnings = new WarnOnce();

  CompressedTable(ColdTable table, String cacheName, Compression compression, int minBytes) {
    this.table = table;
    this.cacheName = cacheName;
    this.compresses = compression == Compression.LZ4;
    this.minBytes = minBytes;
    if (compresses) {
      CompressedValue.requireLibrary();
    }
  }

  // ------------------------------------------------------------------ reading

  @Override
  public @Nullable Row find(EncodedKey key) {
    Row found = table.find(key);
    return found == null ? null : readable(found);
  }

  @Override
  public Map<EncodedKey, Row> findAll(List<EncodedKey> keys) {
    Map<EncodedKey, Row> found = table.findAll(keys);
    if (found.values().stream().noneMatch(CompressedTable::isCompressed)) {
      return found;
    }
    Map<EncodedKey, Row> rows = new HashMap<>();
    for (Row row : found.values()) {
      Row readable = readable(row);
      if (readable != null) {
        rows.put(readable.key(), readable);
      }
    }
    return rows;
  }

  private static boolean isCompressed(Row row) {
    return (row.schema() & ValueFormat.COMPRESSED) != 0;
  }

  private @Nullable Row readable(Row row) {
    if (!isCompressed(row)) {
      return row;
    }
    byte[] value = CompressedValue.value(row.value());
    if (value == null) {
      putAside(row);
      return null;
    }
    return with(row, value, row.schema() & ~ValueFormat.COMPRESSED);
  }

  private void putAside(Row row) {
    try {
      table.quarantine(row.key(), row.version(), UNREADABLE);
    } catch (ThermaeException e) {
      // A miss in any case.
      warnings.warn(
          LOG,
          "Cache '{}' skips a stored entry that could not be quarantined: {}",
          cacheName,
          e.getMessage());
    }
  }

  // ------------------------------------------------------------------ writing

  @Override
  public void apply(List<Change> changes) {
    table.apply(written(changes));
  }

  @Override
  public Change.Beside beside(List<Change> changes) {
    return table.beside(written(changes));
  }

  private List<Change> written(List<Change> changes) {
    if (!compresses && changes.stream().noneMatch(CompressedTable::mayMeetCompressed)) {
      return changes;
    }
    List<Change> written = new ArrayList<>(changes.size());
    changes.forEach(change -> write(change, written));
    return written;
  }

  /** Whether the row that is touched may have been compressed, by this run or an earlier one. */
  private static boolean mayMeetCompressed(Change change) {
    return change instanceof Change.Touch touch
        && touch.row().value().length >= CacheOptions.LEAST_COMPRESSION_MIN_BYTES;
  }

  private void write(Change change, List<Change> written) {
    if (change instanceof Change.Put put) {
      written.add(new Change.Put(compressed(put.row())));
      return;
    }
    written.add(change);
    if (change instanceof Change.Touch touch && mayMeetCompressed(touch)) {
      // Of these two one finds its row: the check value covers the form that the row has.
      Row row = touch.row();
      int storedSchema = row.schema() | ValueFormat.COMPRESSED;
      written.add(new Change.Retouch(compressed(row), storedSchema, touch.accessedMillis()));
    }
  }

  private Row compressed(Row row) {
    if (!compresses || row.value().length < minBytes) {
      return row;
    }
    byte[] compressed = CompressedValue.compressed(row.value());
    return compressed == null ? row : with(row, compressed, row.schema() | ValueFormat.COMPRESSED);
  }

  private static Row with(Row row, byte[] value, int schema) {
    return new Row(
        row.key(), value, schema, row.version(), row.deadlineMillis(), row.updatedMillis());
  }

  // ------------------------------------------------------------------ as it is below

  @Override
  public TableTraits traits() {
    return table.traits();
  }

  @Override
  public KeyPage keysAfter(long position, int limit) {
    return table.keysAfter(position, limit);
  }

  @Override
  public ExpiredPage expiredAfter(ExpiredPage before, long nowMillis, int limit) {
    return table.expiredAfter(before, nowMillis, limit);
  }

  @Override
  public long count(long nowMillis) {
    return table.count(nowMillis);
  }

  @Override
  public long countRows() {
    return table.countRows();
  }

  @Override
  public void keepRecency() {
    table.keepRecency();
  }

  @Override
  public OptionalLong oldestUseMillis() {
    return table.oldestUseMillis();
  }

  @Override
  public List<EncodedKey> leastRecentlyUsed(int limit) {
    return table.leastRecentlyUsed(limit);
  }

  @Override
  public List<EncodedKey> mostRecentlyUsed(int limit) {
    return table.mostRecentlyUsed(limit);
  }

  @Override
  public void clear() {
    table.clear();
  }

  @Override
  public void quarantine(EncodedKey key, long version, String reason) {
    table.quarantine(key, version, reason);
  }

  @Override
  public long quarantinedCount() {
    return table.quarantinedCount();
  }
}
