/**
 * What JSR-107 asks for and its TCK does not check, through the public API, over every kind of
 * store. A test class is run once per {@link io.github.thermae.jsr107.StoreKind}; its tests may use
 * threads, and wait for each of them.
 */
@NullMarked
package io.github.thermae.jsr107;

import org.jspecify.annotations.NullMarked;
