package io.github.thermae.hibernate.checker;

/**
 * What a transaction saw of a row that it had not written. Immutable.
 *
 * @param stamp what the row held, or {@link History#GONE}
 * @param fromNanos when the read began
 * @param untilNanos when it had ended
 * @param how the way it was read, for the report
 */
record Observation(Kind kind, long id, long stamp, long fromNanos, long untilNanos, String how) {}
