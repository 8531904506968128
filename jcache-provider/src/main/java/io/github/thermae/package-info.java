/**
 * What a user of Thermae sees beside {@code javax.cache}: {@link io.github.thermae.ThermaeCache},
 * to which a cache unwraps, and the exception that every part of the library throws. All types here
 * may be used from any thread.
 */
@NullMarked
package io.github.thermae;

import org.jspecify.annotations.NullMarked;
