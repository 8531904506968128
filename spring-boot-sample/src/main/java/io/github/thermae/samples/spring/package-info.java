/**
 * A small web shop: planets in a database, read through a cache that survives a restart. Requests
 * come in many threads.
 */
@NullMarked
package io.github.thermae.samples.spring;

import org.jspecify.annotations.NullMarked;
