/** The engine without JSR-107 on top, with a clock of its own. */
@NullMarked
package io.github.thermae.internal.store;

import org.jspecify.annotations.NullMarked;
