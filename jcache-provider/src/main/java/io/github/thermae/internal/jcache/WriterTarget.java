package io.github.thermae.internal.jcache;

import io.github.thermae.internal.writebehind.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.cache.integration.CacheWriter;

/** A user's writer as the end of a queue. */
final class WriterTarget<K, V> implements Target<K, V> {
  private final Writing<K, V> writing;

  WriterTarget(CacheWriter<? super K, ? super V> writer) {
    this.writing = Writing.through(writer);
  }

  @Override
  public Undone<K> write(Map<K, V> values) {
    List<LiveEntry<K, V>> entries = new ArrayList<>(values.size());
    values.forEach((key, value) -> entries.add(new LiveEntry<>(key, value)));
    Failures failures = new Failures();
    return undone(writing.writeAll(entries, failures), failures);
  }

  @Override
  public Undone<K> delete(Set<K> keys) {
    Failures failures = new Failures();
    return undone(writing.deleteAll(new ArrayList<>(keys), failures), failures);
  }

  private static <K> Undone<K> undone(Set<K> left, Failures failures) {
    return new Undone<>(left, failures.first());
  }
}
