package io.github.thermae.internal.store;

import io.github.thermae.internal.codec.EncodedKey;
import java.util.List;

/** One thing to be done to a cold table. */
public sealed interface Change {
  /** The row becomes the key's row, whatever was there. */
  record Put(Row row) implements Change {}

  /** The key has no row any more. */
  record Delete(EncodedKey key) implements Change {}

  /**
   * The deadline of the row and the time of its last use are saved, if the table still holds the
   * same version of the key in the same format; otherwise nothing happens. So a late touch can
   * never bring back an older value.
   */
  record Touch(Row row, long accessedMillis) implements Change {}

  /**
   * As {@link Touch}, for a table whose rows look otherwise than the engine's: the value is written
   * too.
   *
   * @param storedSchema the format in which the table must hold the row
   */
  record Retouch(Row row, int storedSchema, long accessedMillis) implements Change {}

  /**
   * One form of a row takes the place of another form of the same entry, if the table still holds
   * exactly the first; otherwise nothing happens.
   */
  record Exchange(Row before, Row after) implements Change {}

  /** The time of the last use of the key's row is saved, whatever its version. */
  record Used(EncodedKey key, long accessedMillis) implements Change {}

  /**
   * Changes of another table of the same store, in the same transaction. Made by that table: {@link
   * ColdTable#beside}.
   *
   * @param isBookkeeping whether it only says what became of keys and rows, so that on a full disk
   *     it may use the space that is kept for removals
   */
  record Beside(ColdTable table, List<Change> changes, boolean isBookkeeping) implements Change {
    /** The same as bookkeeping. */
    public Beside asBookkeeping() {
      return new Beside(table, changes, true);
    }
  }

  /** Whether a value is written by one of the changes, so that they need room. */
  static boolean hasEntries(List<Change> changes) {
    return changes.stream()
        .anyMatch(
            change ->
                change instanceof Put
                    || change instanceof Retouch
                    || change instanceof Exchange
                    || (change instanceof Beside beside
                        && !beside.isBookkeeping()
                        && hasEntries(beside.changes())));
  }
}
