package io.github.thermae.hibernate.checker;

import io.github.thermae.hibernate.checker.History.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether what was seen follows from the order of the commits. The rule, for a row:
 *
 * <ul>
 *   <li>what a reader saw was committed, and its commit had begun before the read ended;
 *   <li>no change that came after it had been committed, with its caller told so, before the read
 *       began;
 *   <li>both columns are of one write;
 *   <li>who changed a row of a versioned entity changed what he had read there.
 * </ul>
 *
 * <p>That is more than Hibernate promises for NONSTRICT_READ_WRITE, where a slow reader may put an
 * old row back: here that is forbidden for every strategy. While a commit is under way, that is
 * from its start until the caller gets its answer, old and new are both allowed. Where the database
 * gives a transaction the state of one moment, a read counts from the start of its transaction.
 * Immutable.
 */
final class SerialOrder {
  /** Before the first change there was no row. */
  private static final int BEFORE_ALL = -1;

  private final Map<Row, List<Change>> history;
  private final Map<Long, Attempt> attempts;

  SerialOrder(Map<Row, List<Change>> history, Map<Long, Attempt> attempts) {
    this.history = history;
    this.attempts = attempts;
  }

  /** What does not follow, as text. */
  List<String> violations(List<Observation> observations) {
    List<String> violations = new ArrayList<>();
    observations.forEach(observation -> check(observation, violations));
    history.forEach((key, changes) -> checkReplaced(key, changes, violations));
    return violations;
  }

  private void check(Observation seen, List<String> violations) {
    List<Change> changes = history.getOrDefault(new Row(seen.kind(), seen.id()), List.of());
    String how = "was never committed";
    for (int i = BEFORE_ALL; i < changes.size(); i++) {
      if (leftBy(changes, i) != seen.stamp()) {
        continue;
      }
      if (begins(changes, i) >= seen.untilNanos()) {
        how = "was not committed yet; " + around(changes, seen);
      } else if (endsAfter(changes, i, seen.fromNanos())) {
        return;
      } else {
        how = "had been replaced before; " + around(changes, seen);
      }
    }
    violations.add(
        "%s %d by %s: saw %d, which %s"
            .formatted(seen.kind(), seen.id(), seen.how(), seen.stamp(), how));
  }

  private static long leftBy(List<Change> changes, int index) {
    return index == BEFORE_ALL ? History.GONE : changes.get(index).left();
  }

  private long begins(List<Change> changes, int index) {
    return index == BEFORE_ALL ? Long.MIN_VALUE : attempt(changes.get(index)).fromNanos();
  }

  /** A later change can be told to its caller sooner than an earlier one to its own. */
  private boolean endsAfter(List<Change> changes, int index, long nanos) {
    return changes.subList(index + 1, changes.size()).stream()
        .allMatch(later -> attempt(later).untilNanos() > nanos);
  }

  private Attempt attempt(Change change) {
    Attempt attempt = attempts.get(change.stamp());
    if (attempt == null) {
      throw new IllegalStateException("nobody has tried to write " + change);
    }
    return attempt;
  }

  private String around(List<Change> changes, Observation seen) {
    StringBuilder text = new StringBuilder("times relative to the start of the read, in us:");
    for (Change change : changes) {
      Attempt attempt = attempt(change);
      long from = (attempt.fromNanos() - seen.fromNanos()) / 1_000;
      long until = (attempt.untilNanos() - seen.fromNanos()) / 1_000;
      if (change.left() == seen.stamp() || Math.abs(from) < 20_000 || Math.abs(until) < 20_000) {
        text.append(" [%d: %d to %d]".formatted(change.left(), from, until));
      }
    }
    return text.toString();
  }

  private void checkReplaced(Row key, List<Change> changes, List<String> violations) {
    for (int i = 0; i < changes.size(); i++) {
      Long read = attempt(changes.get(i)).replaced().get(key);
      long before = leftBy(changes, i - 1);
      if (read != null && read != before) {
        violations.add(
            "%s %d: %d was written over %d by a transaction that had read %d"
                .formatted(key.kind(), key.id(), changes.get(i).stamp(), before, read));
      }
    }
  }
}
