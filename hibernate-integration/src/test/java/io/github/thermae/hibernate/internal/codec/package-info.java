/** The codec of regions, by what Hibernate itself puts into them and takes out again. */
@NullMarked
package io.github.thermae.hibernate.internal.codec;

import org.jspecify.annotations.NullMarked;
