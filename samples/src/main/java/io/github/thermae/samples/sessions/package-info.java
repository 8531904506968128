/** Web sessions that end when nobody uses them (touched expiry), and outlive the process. */
@NullMarked
package io.github.thermae.samples.sessions;

import org.jspecify.annotations.NullMarked;
