/** What the tests of the second-level cache share: databases, entities, session factories. */
@NullMarked
package io.github.thermae.hibernate.kit;

import org.jspecify.annotations.NullMarked;
