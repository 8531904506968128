package io.github.thermae.hibernate.checker;

import java.util.Map;

/**
 * A transaction that wanted to write. Whether it did, the history tells. Immutable.
 *
 * @param stamp what it wrote
 * @param fromNanos before it began to commit: nobody can have seen its stamp sooner
 * @param untilNanos when it had ended: from then on nobody may see what it replaced
 * @param replaced what it had read in the rows of versioned entities that it then changed
 */
record Attempt(long stamp, long fromNanos, long untilNanos, Map<Row, Long> replaced) {}
