package io.github.thermae.samples.jpa;

/**
 * Where the objects of pages came from.
 *
 * @param statements that the database has run
 * @param hot objects that were there as objects
 * @param warm objects that were decoded from memory
 * @param cold objects that were read from the cache's file
 */
record Counts(long statements, long hot, long warm, long cold) {
  Counts since(Counts before) {
    return new Counts(
        statements - before.statements, hot - before.hot, warm - before.warm, cold - before.cold);
  }
}
