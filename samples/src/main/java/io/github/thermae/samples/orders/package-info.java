/**
 * Write-behind: an order table in a database behind a cache, and {@code kill -9} in the middle.
 * {@link io.github.thermae.samples.orders.OrdersSample} starts it.
 */
@NullMarked
package io.github.thermae.samples.orders;

import org.jspecify.annotations.NullMarked;
