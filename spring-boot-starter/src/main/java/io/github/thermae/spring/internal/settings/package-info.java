/**
 * Settings of a store from Spring's environment, and what the starter chooses where nobody says
 * anything. Used by one thread, at the start.
 */
@NullMarked
package io.github.thermae.spring.internal.settings;

import org.jspecify.annotations.NullMarked;
