/** Threads that race on few keys while entries move between tiers (I1, I11). */
@NullMarked
package io.github.thermae.stress;

import org.jspecify.annotations.NullMarked;
