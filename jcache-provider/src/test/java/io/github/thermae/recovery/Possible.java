package io.github.thermae.recovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a key may hold after its process has ended: the value that is surely in the file, and all
 * that was begun after it. Of one key, values are written one after the other. 0 is no value.
 */
final class Possible {
  private final List<Candidate> candidates = new ArrayList<>();
  private final Map<String, Long> acknowledgedAtFlush = new HashMap<>();
  private long acknowledged;
  private long begun;

  private record Candidate(long order, long number) {}

  Possible() {
    certain(0);
  }

  /** The key holds this value. */
  void certain(long number) {
    candidates.clear();
    acknowledgedAtFlush.clear();
    begin(number);
    acknowledged = begun;
  }

  /**
   * The key holds nothing, which may be what it held or not: what was begun may still come of it.
   */
  void forgotten() {
    acknowledgedAtFlush.clear();
    begin(0);
  }

  /** Whether something was begun after what is surely in the file. */
  boolean isOpen() {
    return candidates.size() > 1;
  }

  void begin(long number) {
    candidates.add(new Candidate(++begun, number));
  }

  /** The operation that was begun last has returned. */
  void acknowledge() {
    acknowledged = begun;
  }

  /** What was acknowledged is in the file. */
  void saved() {
    savedUpTo(acknowledged);
  }

  void flushBegins(String flush) {
    acknowledgedAtFlush.put(flush, acknowledged);
  }

  /** What had been acknowledged when this flush began is in the file. */
  void flushEnds(String flush) {
    Long upTo = acknowledgedAtFlush.remove(flush);
    if (upTo == null) {
      throw new IllegalStateException("flush " + flush + " ends and has not begun");
    }
    savedUpTo(upTo);
  }

  private void savedUpTo(long order) {
    candidates.removeIf(candidate -> candidate.order() < order);
  }

  List<Long> numbers() {
    return candidates.stream().map(Candidate::number).toList();
  }
}
