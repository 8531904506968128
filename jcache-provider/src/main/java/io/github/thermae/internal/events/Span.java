package io.github.thermae.internal.events;

/** Something that has begun. If {@link #done} is not called, it has failed. */
public interface Span extends AutoCloseable {
  /** Nothing is recorded. */
  Span NONE =
      new Span() {
        @Override
        public void done(long count) {}

        @Override
        public void close() {}
      };

  /** It has succeeded, with so many things. */
  void done(long count);

  /** It is over. */
  @Override
  void close();
}
