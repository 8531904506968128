/** What Hibernate finds when it looks for services on the class path. Stateless. */
@NullMarked
package io.github.thermae.hibernate.internal.boot;

import org.jspecify.annotations.NullMarked;
