/** Answers of a slow HTTP service, kept for a few seconds (created expiry). */
@NullMarked
package io.github.thermae.samples.api;

import org.jspecify.annotations.NullMarked;
