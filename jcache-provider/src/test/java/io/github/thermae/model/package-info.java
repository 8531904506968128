/**
 * The whole cache against a plain map, with a clock that the test moves and a cold tier that fails
 * when the test says so.
 */
@NullMarked
package io.github.thermae.model;

import org.jspecify.annotations.NullMarked;
