package io.github.thermae.spring.internal.cache;

import org.springframework.util.ClassUtils;

/** Which threads may wait for a file. */
final class Waiting {
  private static final boolean HAS_REACTOR =
      ClassUtils.isPresent("reactor.core.scheduler.NonBlocking", Waiting.class.getClassLoader());

  private Waiting() {}

  /** False in a thread that Reactor marks as one that must not be held up. */
  static boolean isAllowed() {
    return !HAS_REACTOR || !Reactor.isNonBlocking();
  }

  /** Loaded only where Reactor is. */
  private static final class Reactor {
    static boolean isNonBlocking() {
      return reactor.core.scheduler.Schedulers.isInNonBlockingThread();
    }
  }
}
