/**
 * A cold tier in one SQLite file. The only room with SQL; it depends on the engine's seams and
 * nothing else. One connection writes, a few read.
 */
@NullMarked
package io.github.thermae.internal.sqlite;

import org.jspecify.annotations.NullMarked;
