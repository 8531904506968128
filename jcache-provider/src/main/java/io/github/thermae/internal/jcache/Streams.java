package io.github.thermae.internal.jcache;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Streams over iterators that begin when the stream is used. */
final class Streams {
  private Streams() {}

  /** A sequential stream; the iterator is asked for when the stream is used, not before. */
  static <T> Stream<T> of(Supplier<Iterator<T>> iterator) {
    return StreamSupport.stream(
        () -> Spliterators.spliteratorUnknownSize(iterator.get(), Spliterator.NONNULL),
        Spliterator.NONNULL,
        false);
  }
}
