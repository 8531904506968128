/**
 * Runs the JSR-107 TCK over Thermae: what the kit asks of a provider's build, a fresh store for
 * every test, and the table of results.
 *
 * <p>Everything runs in the one thread that runs the tests. Nothing here may use Thermae's own
 * classes: settings go in as system properties, as a user's would.
 */
@NullMarked
package io.github.thermae.tck;

import org.jspecify.annotations.NullMarked;
