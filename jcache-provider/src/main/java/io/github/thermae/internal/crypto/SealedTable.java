package io.github.thermae.internal.crypto;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.codec.EncodedKey;
import io.github.thermae.internal.codec.ValueFormat;
import io.github.thermae.internal.store.Change;
import io.github.thermae.internal.store.ColdTable;
import io.github.thermae.internal.store.Row;
import io.github.thermae.internal.store.TableTraits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cold table whose rows stand sealed in another one. A row that is not authentic is moved to the
 * quarantine and counted by that one, and is a miss (I10).
 *
 * <p>Keys can only be read by opening whole rows. So walks read values too, {@value
 * #OPENED_AT_ONCE} at a time, to keep large ones from adding up in memory.
 */
final class SealedTable implements ColdTable {
  /** How many rows are held in memory at once to read their keys. */
  static final int OPENED_AT_ONCE = 16;

  private static final Logger LOG = LoggerFactory.getLogger(SealedTable.class);

  private static final String UNAUTHENTIC = "the row is not authentic";

  private final String cacheName;
  private final ColdTable below;
  private final SealedRows rows;
  private final Vault vault;
  private final TableTraits traits;
  private final AtomicBoolean unmovedReported = new AtomicBoolean();

  /**
   * A table.
   *
   * @param below where the rows are; its traits are not read
   */
  SealedTable(String cacheName, ColdTable below, Vault vault, TableTraits traits) {
    this.cacheName = cacheName;
    this.below = below;
    this.vault = vault;
    this.rows = new SealedRows(vault, cacheName);
    this.traits = traits;
  }

  /** The keys, for tests. */
  Vault vault() {
    return vault;
  }

  @Override
  public TableTraits traits() {
    return traits;
  }

  // ------------------------------------------------------------------ rows

  @Override
  public @Nullable Row find(EncodedKey key) {
    Row found = below.find(rows.column(key));
    return found == null ? null : opened(found, key);
  }

  @Override
  public Map<EncodedKey, Row> findAll(List<EncodedKey> keys) {
    Map<EncodedKey, EncodedKey> wanted = new HashMap<>();
    keys.forEach(key -> wanted.put(rows.column(key), key));
    Map<EncodedKey, Row> found = new HashMap<>();
    below
        .findAll(List.copyOf(wanted.keySet()))
        .forEach(
            (column, row) -> {
              EncodedKey key = wanted.get(column);
              Row opened = key == null ? null : opened(row, key);
              if (opened != null) {
                found.put(opened.key(), opened);
              }
            });
    return found;
  }

  /** The row, if it is authentic and this key's: two keys could share a column, if hardly ever. */
  private @Nullable Row opened(Row found, EncodedKey key) {
    Row row = opened(found);
    return row != null && row.key().equals(key) ? row : null;
  }

  private @Nullable Row opened(Row found) {
    try {
      return rows.open(found);
    } catch (UnauthenticException e) {
      putAside(found);
      return null;
    }
  }

  /** It is a miss in any case, so a failure is only reported. */
  private void putAside(Row found) {
    try {
      below.quarantine(found.key(), found.version(), UNAUTHENTIC);
    } catch (ThermaeException e) {
      if (unmovedReported.compareAndSet(false, true)) {
        LOG.warn(
            "Cache '{}': a row that is not authentic could not be moved to thermae_quarantine: {}."
                + " It stays and is treated as absent. Further ones are not reported",
            cacheName,
            e.getMessage());
      }
    }
  }

  @Override
  public void apply(List<Change> changes) {
    vault.sealing().lock();
    try {
      List<Change> changed = new ArrayList<>(changes.size());
      changes.forEach(change -> changed.add(hidden(change)));
      below.apply(changed);
    } finally {
      vault.sealing().unlock();
    }
  }

  /** Sealed when it is applied: from then to the commit the data key must not be given up. */
  @Override
  public Change.Beside beside(List<Change> changes) {
    return new Change.Beside(this, changes, false);
  }

  private Change hiddenBeside(Change.Beside beside) {
    SealedTable other = (SealedTable) beside.table();
    Change.Beside hidden =
        other.below.beside(beside.changes().stream().map(other::hidden).toList());
    return beside.isBookkeeping() ? hidden.asBookkeeping() : hidden;
  }

  private Change hidden(Change change) {
    if (change instanceof Change.Beside beside) {
      return hiddenBeside(beside);
    } else if (change instanceof Change.Put put) {
      return new Change.Put(rows.seal(put.row()));
    } else if (change instanceof Change.Delete delete) {
      return new Change.Delete(rows.column(delete.key()));
    } else if (change instanceof Change.Touch touch) {
      // The deadline is bound to the value.
      return retouch(touch.row(), touch.row().schema(), touch.accessedMillis());
    } else if (change instanceof Change.Retouch retouch) {
      return retouch(retouch.row(), retouch.storedSchema(), retouch.accessedMillis());
    } else if (change instanceof Change.Used used) {
      return new Change.Used(rows.column(used.key()), used.accessedMillis());
    }
    throw new IllegalArgumentException("a sealed row is exchanged by reseal, not by " + change);
  }

  private Change retouch(Row row, int storedSchema, long accessedMillis) {
    return new Change.Retouch(rows.seal(row), storedSchema | ValueFormat.SEALED, accessedMillis);
  }

  /**
   * Seals the next rows anew that are sealed with a data key older than the target.
   *
   * @return the page that was done
   */
  KeyPage reseal(long position, int target) {
    KeyPage page = below.keysAfter(position, OPENED_AT_ONCE);
    List<Change> changes = new ArrayList<>();
    for (Row found : below.findAll(page.keys()).values()) {
      Row row = SealedRows.keyId(found) < target ? opened(found) : null;
      if (row != null) {
        changes.add(new Change.Exchange(found, rows.seal(row)));
      }
    }
    if (!changes.isEmpty()) {
      below.apply(changes);
    }
    return page;
  }

  // ------------------------------------------------------------------ keys

  /**
   * The keys behind columns, in their order; those whose rows are gone or not authentic left out.
   */
  private List<EncodedKey> keysOf(List<EncodedKey> columns) {
    List<EncodedKey> keys = new ArrayList<>(columns.size());
    for (int from = 0; from < columns.size(); from += OPENED_AT_ONCE) {
      List<EncodedKey> part =
          columns.subList(from, Math.min(columns.size(), from + OPENED_AT_ONCE));
      Map<EncodedKey, Row> found = below.findAll(part);
      for (EncodedKey column : part) {
        Row there = found.get(column);
        Row row = there == null ? null : opened(there);
        if (row != null) {
          keys.add(row.key());
        }
      }
    }
    return keys;
  }

  @Override
  public KeyPage keysAfter(long position, int limit) {
    KeyPage page = below.keysAfter(position, limit);
    List<EncodedKey> keys = keysOf(page.keys());
    // A page of rows that have gone is not the end of the table.
    while (keys.isEmpty() && !page.keys().isEmpty()) {
      page = below.keysAfter(page.position(), limit);
      keys = keysOf(page.keys());
    }
    return new KeyPage(keys, page.position());
  }

  @Override
  public ExpiredPage expiredAfter(ExpiredPage before, long nowMillis, int limit) {
    ExpiredPage page = below.expiredAfter(before, nowMillis, limit);
    List<EncodedKey> keys = keysOf(page.keys());
    while (keys.isEmpty() && !page.keys().isEmpty()) {
      page = below.expiredAfter(page, nowMillis, limit);
      keys = keysOf(page.keys());
    }
    return new ExpiredPage(keys, page.deadlineMillis(), page.id());
  }

  @Override
  public List<EncodedKey> leastRecentlyUsed(int limit) {
    return keysOf(below.leastRecentlyUsed(limit));
  }

  @Override
  public List<EncodedKey> mostRecentlyUsed(int limit) {
    return keysOf(below.mostRecentlyUsed(limit));
  }

  // ------------------------------------------------------------------ as it is below

  @Override
  public long count(long nowMillis) {
    return below.count(nowMillis);
  }

  @Override
  public long countRows() {
    return below.countRows();
  }

  @Override
  public void keepRecency() {
    below.keepRecency();
  }

  @Override
  public OptionalLong oldestUseMillis() {
    return below.oldestUseMillis();
  }

  @Override
  public void clear() {
    below.clear();
  }

  /** The reason can name classes, so it stays out of the file. */
  @Override
  public void quarantine(EncodedKey key, long version, String reason) {
    below.quarantine(rows.column(key), version, "the value could not be decoded");
  }

  @Override
  public long quarantinedCount() {
    return below.quarantinedCount();
  }
}
