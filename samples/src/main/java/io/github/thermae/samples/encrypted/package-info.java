/** A store in which nothing can be read without its password. */
@NullMarked
package io.github.thermae.samples.encrypted;

import org.jspecify.annotations.NullMarked;
