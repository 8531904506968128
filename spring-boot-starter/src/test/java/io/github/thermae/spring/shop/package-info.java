/** The application that the tests start: no setting, no cache declared. */
@NullMarked
package io.github.thermae.spring.shop;

import org.jspecify.annotations.NullMarked;
