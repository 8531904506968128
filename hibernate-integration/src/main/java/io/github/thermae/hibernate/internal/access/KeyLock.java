package io.github.thermae.hibernate.internal.access;

/** One session's soft lock on one key. What changes is guarded by the key's stripe. */
final class KeyLock implements HeldLock {
  /** How a lock ends. */
  enum State {
    /** Its session may still change the row. */
    HELD,

    /** Its session has let go. */
    RELEASED,

    /** Its session was taken for gone; if it comes back, what was cached since is in doubt. */
    TIMED_OUT
  }

  private final DomainAccess access;
  private final Object key;
  private final Owner owner;
  private final long since;
  private State state = State.HELD;

  /**
   * A lock that is being taken.
   *
   * @param since where its taking stands in the order of events
   */
  KeyLock(DomainAccess access, Object key, Owner owner, long since) {
    this.access = access;
    this.key = key;
    this.owner = owner;
    this.since = since;
  }

  Object key() {
    return key;
  }

  Owner owner() {
    return owner;
  }

  long since() {
    return since;
  }

  boolean isOn(DomainAccess otherAccess, Object otherKey) {
    return access == otherAccess && key.equals(otherKey);
  }

  State state() {
    return state;
  }

  void end(State how) {
    state = how;
  }

  @Override
  public void release() {
    access.release(this);
  }
}
