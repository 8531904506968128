package io.github.thermae.jsr107;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.config.ThermaeConfiguration;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.EventType;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Listeners: which events they get, with which values, and what becomes of their failures. */
@ParameterizedClass
@EnumSource
class ListenerTest extends AnyStore {
  private final RecordingListener<Integer, String> listener = new RecordingListener<>();

  private Cache<Integer, String> filled() {
    Cache<Integer, String> cache = create(texts().listener(listener.synchronous()));
    cache.put(1, "one");
    cache.put(2, "two");
    listener.drain();
    return cache;
  }

  // ------------------------------------------------------------------ one event per change

  private record Told(
      String name, Consumer<Cache<Integer, String>> operation, List<String> events) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Told told(
      String name, Consumer<Cache<Integer, String>> operation, String... events) {
    return new Told(name, operation, List.of(events));
  }

  /** On a cache with 1=one and 2=two. */
  static Stream<Told> operations() {
    return Stream.of(
        told("put, new", c -> c.put(3, "x"), "CREATED 3=x"),
        told("put, there", c -> c.put(1, "x"), "UPDATED 1=x was one"),
        told("put, equal", c -> c.put(1, "one"), "UPDATED 1=one was one"),
        told("getAndPut, new", c -> c.getAndPut(3, "x"), "CREATED 3=x"),
        told("getAndPut, there", c -> c.getAndPut(1, "x"), "UPDATED 1=x was one"),
        told("putIfAbsent, new", c -> c.putIfAbsent(3, "x"), "CREATED 3=x"),
        told("putIfAbsent, there", c -> c.putIfAbsent(1, "x")),
        told("replace", c -> c.replace(1, "x"), "UPDATED 1=x was one"),
        told("replace, absent", c -> c.replace(3, "x")),
        told("replace, expected", c -> c.replace(1, "one", "x"), "UPDATED 1=x was one"),
        told("replace, not as expected", c -> c.replace(1, "two", "x")),
        told("getAndReplace", c -> c.getAndReplace(1, "x"), "UPDATED 1=x was one"),
        told("getAndReplace, absent", c -> c.getAndReplace(3, "x")),
        told("remove", c -> c.remove(1), "REMOVED 1 was one"),
        told("remove, absent", c -> c.remove(3)),
        told("remove, expected", c -> c.remove(1, "one"), "REMOVED 1 was one"),
        told("remove, not as expected", c -> c.remove(1, "two")),
        told("getAndRemove", c -> c.getAndRemove(1), "REMOVED 1 was one"),
        told("getAndRemove, absent", c -> c.getAndRemove(3)),
        told("putAll", c -> c.putAll(Map.of(1, "x", 3, "y")), "CREATED 3=y", "UPDATED 1=x was one"),
        told("removeAll, keys", c -> c.removeAll(Set.of(1, 3)), "REMOVED 1 was one"),
        told("removeAll", Cache::removeAll, "REMOVED 1 was one", "REMOVED 2 was two"),
        told("iterator.remove", ListenerTest::removeOne, "REMOVED 1 was one"),
        told("invoke, set", c -> set(c, 3), "CREATED 3=x"),
        told("get", c -> c.get(1)),
        told("getAll", c -> c.getAll(Set.of(1, 2, 3))),
        told("containsKey", c -> c.containsKey(1)),
        told("iterator", c -> c.forEach(entry -> assertThat(entry.getValue()).isNotNull())),
        told("clear", Cache::clear),
        told("close", Cache::close));
  }

  private static void set(Cache<Integer, String> cache, int key) {
    cache.invoke(
        key,
        (entry, arguments) -> {
          entry.setValue("x");
          return null;
        });
  }

  private static void removeOne(Cache<Integer, String> cache) {
    Iterator<Cache.Entry<Integer, String>> entries = cache.iterator();
    while (entries.hasNext()) {
      if (entries.next().getKey() == 1) {
        entries.remove();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void operation_tellsSynchronousListenersBeforeItReturns(Told operation) {
    Cache<Integer, String> cache = filled();
    operation.operation().accept(cache);
    assertThat(listener.events).containsExactlyInAnyOrderElementsOf(operation.events());
  }

  @Test
  void expiry_isToldOnceWithTheOldValue_byWhateverOperationNotices() throws Exception {
    Cache<Integer, String> cache =
        create(
            texts()
                .listener(listener.synchronous())
                .expiry(CreatedExpiryPolicy.factoryOf(new Duration(TimeUnit.MILLISECONDS, 150))));
    List<Consumer<Integer>> noticing =
        List.of(
            cache::get,
            cache::containsKey,
            cache::remove,
            cache::getAndRemove,
            key -> cache.replace(key, "x"),
            key -> cache.remove(key, "v"),
            key -> cache.getAll(Set.of(key)),
            key -> cache.removeAll(Set.of(key)),
            key -> cache.invoke(key, (entry, arguments) -> entry.exists()));
    for (int key = 0; key <= noticing.size(); key++) {
      cache.put(key, "v" + key);
    }
    listener.drain();
    Thread.sleep(160);
    for (int key = 0; key < noticing.size(); key++) {
      noticing.get(key).accept(key);
      assertThat(listener.drain())
          .as("operation " + key)
          .containsExactly("EXPIRED " + key + " was v" + key);
      noticing.get(key).accept(key);
      assertThat(cache.get(key)).isNull();
      assertThat(listener.drain()).as("operation " + key).isEmpty();
    }
    int last = noticing.size();
    cache.put(last, "new");
    assertThat(listener.drain())
        .containsExactly("EXPIRED " + last + " was v" + last, "CREATED " + last + "=new");
  }

  @Test
  void event_hasSourceTypeKeyValuesAndUnwraps() {
    List<CacheEntryEvent<? extends Integer, ? extends String>> kept = new ArrayList<>();
    RecordingListener<Integer, String> keeping =
        new RecordingListener<>() {
          @Override
          void on(CacheEntryEvent<? extends Integer, ? extends String> event) {
            kept.add(event);
          }
        };
    Cache<Integer, String> cache = create(texts().listener(keeping.synchronous()));
    cache.put(1, "a");
    cache.put(1, "b");
    cache.remove(1);
    assertThat(kept)
        .extracting(CacheEntryEvent::getEventType)
        .containsExactly(EventType.CREATED, EventType.UPDATED, EventType.REMOVED);
    assertThat(kept).allMatch(event -> event.getSource() == cache && event.getKey() == 1);
    assertThat(kept.get(0).isOldValueAvailable()).isFalse();
    assertThat(kept.get(0).getOldValue()).isNull();
    assertThat(kept.get(1).isOldValueAvailable()).isTrue();
    assertThat(kept.get(2).getOldValue()).isEqualTo("b");
    assertThat(kept.get(2).getValue()).isEqualTo("b");
    assertThat(kept.get(0).unwrap(CacheEntryEvent.class)).isSameAs(kept.get(0));
    assertThatThrownBy(() -> kept.get(0).unwrap(String.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void event_valuesAreChangedByTheListener_changesNothingInTheCache() {
    RecordingListener<MutableKey, MutableText> meddling =
        new RecordingListener<>() {
          @Override
          void on(CacheEntryEvent<? extends MutableKey, ? extends MutableText> event) {
            event.getKey().name = "meddled";
            event.getValue().text = "meddled";
          }
        };
    Cache<MutableKey, MutableText> cache =
        create(
            ThermaeConfiguration.builder(MutableKey.class, MutableText.class)
                .listener(meddling.synchronous()));
    MutableKey key = new MutableKey("a");
    MutableText value = new MutableText("one");
    cache.put(key, value);
    assertThat(key.name).isEqualTo("a");
    assertThat(value.text).isEqualTo("one");
    assertThat(cache.get(new MutableKey("a"))).isEqualTo(new MutableText("one"));
    cache.put(key, new MutableText("two"));
    assertThat(cache.get(key)).isEqualTo(new MutableText("two"));
    assertThat(cache.containsKey(new MutableKey("meddled"))).isFalse();
  }

  // ------------------------------------------------------------------ filters and kinds

  @Test
  void filter_letsThroughWhatItWants() {
    CacheEntryEventFilter<Integer, String> evenKeys = event -> event.getKey() % 2 == 0;
    Cache<Integer, String> cache =
        create(
            texts()
                .listener(
                    new MutableCacheEntryListenerConfiguration<>(
                        () -> listener, () -> evenKeys, true, true)));
    cache.putAll(Map.of(1, "a", 2, "b", 3, "c", 4, "d"));
    cache.remove(1);
    cache.remove(2);
    assertThat(listener.events)
        .containsExactlyInAnyOrder("CREATED 2=b", "CREATED 4=d", "REMOVED 2 was b");
  }

  @Test
  void filter_throws_isACacheEntryListenerExceptionAndTheEntryIsThere() {
    CacheEntryEventFilter<Integer, String> bad =
        event -> {
          throw new IllegalArgumentException("no");
        };
    Cache<Integer, String> cache =
        create(
            texts()
                .listener(
                    new MutableCacheEntryListenerConfiguration<>(
                        () -> listener, () -> bad, true, true)));
    assertThatThrownBy(() -> cache.put(1, "a"))
        .isInstanceOf(CacheEntryListenerException.class)
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
    assertThat(listener.events).isEmpty();
    assertThat(cache.get(1)).isEqualTo("a");
  }

  @Test
  void listener_ofSomeKindsOnly_getsTheseOnly() {
    List<String> events = new ArrayList<>();
    CacheEntryCreatedListener<Integer, String> created =
        all -> all.forEach(event -> events.add("created " + event.getKey()));
    CacheEntryRemovedListener<Integer, String> removed =
        all -> all.forEach(event -> events.add("removed " + event.getKey()));
    Cache<Integer, String> cache =
        create(
            texts()
                .listener(
                    new MutableCacheEntryListenerConfiguration<>(() -> created, null, false, true))
                .listener(
                    new MutableCacheEntryListenerConfiguration<>(
                        () -> removed, null, false, true)));
    cache.put(1, "a");
    cache.put(1, "b");
    cache.remove(1);
    assertThat(events).containsExactly("created 1", "removed 1");
  }

  // ------------------------------------------------------------------ failures

  private static final class Failing extends RecordingListener<Integer, String> {
    private final RuntimeException failure;

    Failing(RuntimeException failure) {
      this.failure = failure;
    }

    @Override
    void on(CacheEntryEvent<? extends Integer, ? extends String> event) {
      super.on(event);
      throw failure;
    }
  }

  @Test
  void listener_throws_everyOperationIsDoneAllTheSameAndThrows() {
    Failing failing = new Failing(new IllegalStateException("no"));
    Cache<Integer, String> cache = create(texts().listener(failing.synchronous()).statistics(true));
    assertListenerFailure(() -> cache.put(1, "a"));
    assertThat(cache.get(1)).isEqualTo("a");
    assertListenerFailure(() -> cache.getAndPut(1, "b"));
    assertThat(cache.get(1)).isEqualTo("b");
    assertListenerFailure(() -> set(cache, 1));
    assertThat(cache.get(1)).isEqualTo("x");
    assertListenerFailure(() -> cache.putAll(Map.of(1, "c", 2, "d", 3, "e")));
    assertThat(cache.getAll(Set.of(1, 2, 3))).hasSize(3).containsEntry(1, "c");
    assertListenerFailure(() -> cache.remove(1));
    assertThat(cache.containsKey(1)).isFalse();
    assertListenerFailure(cache::removeAll);
    assertThat(cache.iterator().hasNext()).isFalse();
    assertThat(failing.events).hasSize(9);
    assertThat(statistics().getCachePuts()).isEqualTo(6);
    assertThat(statistics().getCacheRemovals()).isEqualTo(3);
  }

  private static void assertListenerFailure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable operation) {
    assertThatThrownBy(operation)
        .isInstanceOf(CacheEntryListenerException.class)
        .hasRootCauseInstanceOf(IllegalStateException.class);
  }

  /** Batches of thousands are done in several transactions; a listener stops none of them. */
  @Test
  void listener_throwsDuringLargeBatches_theBatchesAreDone() throws Exception {
    RecordingLoader<Integer, String> loader = new RecordingLoader<>();
    Failing failing = new Failing(new IllegalStateException("no"));
    Cache<Integer, String> cache =
        create(texts().readThrough(() -> loader).listener(failing.synchronous()));
    Map<Integer, String> many = new HashMap<>();
    for (int i = 0; i < 2_100; i++) {
      many.put(i, "v" + i);
    }
    assertListenerFailure(() -> cache.putAll(many));
    assertThat(failing.drain()).hasSize(2_100);
    assertThat(cache.getAll(many.keySet())).isEqualTo(many);
    assertListenerFailure(() -> cache.removeAll(many.keySet()));
    assertThat(failing.drain()).hasSize(2_100);
    assertThat(cache.iterator().hasNext()).isFalse();
    loader.system.putAll(many);
    CountingCompletion completion = new CountingCompletion();
    cache.loadAll(many.keySet(), false, completion);
    assertThat(completion.awaitFailure()).isInstanceOf(CacheEntryListenerException.class);
    assertThat(failing.drain()).hasSize(2_100);
    assertListenerFailure(cache::removeAll);
    assertThat(failing.drain()).hasSize(2_100);
    assertThat(cache.iterator().hasNext()).isFalse();
  }

  @Test
  void listener_throwsACacheEntryListenerException_isThrownAsItIs() {
    CacheEntryListenerException thrown = new CacheEntryListenerException("no");
    Cache<Integer, String> cache = create(texts().listener(new Failing(thrown).synchronous()));
    assertThatThrownBy(() -> cache.put(1, "a")).isSameAs(thrown);
  }

  @Test
  void listener_throws_theOthersAreToldAllTheSame() {
    Cache<Integer, String> cache = create(texts());
    Failing first = new Failing(new IllegalStateException("first"));
    Failing third = new Failing(new IllegalStateException("third"));
    cache.registerCacheEntryListener(first.synchronous());
    cache.registerCacheEntryListener(listener.synchronous());
    cache.registerCacheEntryListener(third.synchronous());
    assertListenerFailure(() -> cache.put(1, "a"));
    assertThat(listener.events).containsExactly("CREATED 1=a");
    assertThat(third.events).containsExactly("CREATED 1=a");
  }

  // ------------------------------------------------------------------ registering at run time

  @Test
  void register_andDeregister_atRunTime() {
    Cache<Integer, String> cache = create(texts());
    CacheEntryListenerConfiguration<Integer, String> registration = listener.synchronous();
    cache.put(1, "before");
    cache.registerCacheEntryListener(registration);
    assertThat(listeners(cache)).containsExactly(registration);
    cache.put(1, "during");
    cache.deregisterCacheEntryListener(registration);
    assertThat(listeners(cache)).isEmpty();
    cache.put(1, "after");
    assertThat(listener.events).containsExactly("UPDATED 1=during was before");
    cache.deregisterCacheEntryListener(registration);
    cache.registerCacheEntryListener(registration);
    cache.put(1, "again");
    assertThat(listener.events).hasSize(2);
  }

  @SuppressWarnings("unchecked") // JSR-107 gives the class of a generic interface
  private static Iterable<CacheEntryListenerConfiguration<Integer, String>> listeners(
      Cache<Integer, String> cache) {
    CompleteConfiguration<Integer, String> configuration =
        cache.getConfiguration(CompleteConfiguration.class);
    return configuration.getCacheEntryListenerConfigurations();
  }

  @Test
  void register_twice_isRefusedAndTheFirstGoesOn() {
    CacheEntryListenerConfiguration<Integer, String> registration = listener.synchronous();
    Cache<Integer, String> cache = create(texts().listener(registration));
    assertThatThrownBy(() -> cache.registerCacheEntryListener(registration))
        .isInstanceOf(IllegalArgumentException.class);
    cache.put(1, "a");
    assertThat(listener.events).containsExactly("CREATED 1=a");
    cache.deregisterCacheEntryListener(registration);
    cache.put(2, "b");
    assertThat(listener.events).hasSize(1);
  }

  @Test
  void register_factoryFails_leavesNothingBehind() {
    Cache<Integer, String> cache = create(texts());
    AtomicInteger attempts = new AtomicInteger();
    CacheEntryListenerConfiguration<Integer, String> registration =
        new MutableCacheEntryListenerConfiguration<>(
            () -> {
              if (attempts.getAndIncrement() == 0) {
                throw new IllegalStateException("not yet");
              }
              return listener;
            },
            null,
            true,
            true);
    assertThatThrownBy(() -> cache.registerCacheEntryListener(registration))
        .isInstanceOf(RuntimeException.class);
    assertThat(listeners(cache)).isEmpty();
    cache.registerCacheEntryListener(registration);
    cache.put(1, "a");
    assertThat(listener.events).containsExactly("CREATED 1=a");
  }

  @Test
  void register_badArguments_throws() {
    Cache<Integer, String> cache = create(texts());
    assertThatThrownBy(() -> cache.registerCacheEntryListener(null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> cache.deregisterCacheEntryListener(null))
        .isInstanceOf(NullPointerException.class);
    cache.close();
    assertThatThrownBy(() -> cache.registerCacheEntryListener(listener.synchronous()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> cache.deregisterCacheEntryListener(listener.synchronous()))
        .isInstanceOf(IllegalStateException.class);
  }

  private static final class ClosingListener extends RecordingListener<Integer, String>
      implements Closeable {
    private final AtomicInteger closed = new AtomicInteger();

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private static final class ClosingFilter
      implements CacheEntryEventFilter<Integer, String>, Closeable {
    private final AtomicInteger closed = new AtomicInteger();

    @Override
    public boolean evaluate(CacheEntryEvent<? extends Integer, ? extends String> event) {
      return true;
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @Test
  void deregister_closesWhatIsCloseableOnce() {
    ClosingListener closing = new ClosingListener();
    ClosingFilter filter = new ClosingFilter();
    CacheEntryListenerConfiguration<Integer, String> registration =
        new MutableCacheEntryListenerConfiguration<>(() -> closing, () -> filter, true, true);
    Cache<Integer, String> cache = create(texts().listener(registration));
    cache.put(1, "a");
    cache.deregisterCacheEntryListener(registration);
    assertThat(closing.closed).hasValue(1);
    assertThat(filter.closed).hasValue(1);
    cache.close();
    assertThat(closing.closed).hasValue(1);
    assertThat(filter.closed).hasValue(1);
    assertThat(closing.events).hasSize(1);
  }

  @Test
  void factory_isAskedOncePerRegistration() {
    AtomicInteger made = new AtomicInteger();
    CacheEntryListenerConfiguration<Integer, String> registration =
        new MutableCacheEntryListenerConfiguration<>(
            () -> {
              made.incrementAndGet();
              return listener;
            },
            null,
            true,
            true);
    Cache<Integer, String> cache = create(texts().listener(registration));
    for (int i = 0; i < 5; i++) {
      cache.put(i, "v");
    }
    assertThat(made).hasValue(1);
    cache.deregisterCacheEntryListener(registration);
    cache.registerCacheEntryListener(registration);
    cache.put(6, "v");
    assertThat(made).hasValue(2);
  }
}
