package io.github.thermae.hibernate.internal.access;

import org.hibernate.cache.spi.access.SoftLock;

/** A lock that a session holds while it changes what the database has. */
interface HeldLock extends SoftLock {
  /** Lets go; what was let go already, or has timed out, does nothing. */
  void release();
}
