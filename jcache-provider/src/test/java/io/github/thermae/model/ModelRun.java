package io.github.thermae.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.ThermaeCache;
import io.github.thermae.TierStatistics;
import io.github.thermae.config.CacheOptions;
import io.github.thermae.config.Compression;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.model.Rule.Effect;
import io.github.thermae.model.Rule.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.processor.EntryProcessorException;
import org.jspecify.annotations.Nullable;

/**
 * One run: random operations on a cache and on a {@link PlainMap}, whose answers must agree, while
 * time passes, entries move and are evicted, the cold tier fails, and the store is closed and
 * opened. For one thread.
 */
final class ModelRun implements AutoCloseable {
  /** By how much a run may become longer, if it has to. */
  private static final int LONGER_MAX = 10;

  private static final int CHECK_EVERY = 50;
  private static final long JUMP_MAX_MILLIS = 2_000;

  private final Kind kind;
  private final Random random;
  private final int hotEntries;
  private final AtomicLong now = new AtomicLong(1_700_000_000_000L);
  private final ScriptedPolicy policy = new ScriptedPolicy();
  private final Faults faults;
  private final PlainMap map;
  private final Judge judge;
  private final ModelStore store;
  private final Draws draws;
  private CacheManager manager;
  private Cache<Object, Note> cache;
  private long reopened;
  private long demotions;
  private long evictions;

  ModelRun(Kind kind, Path file, long seed) {
    this.kind = kind;
    this.random = new Random(seed);
    this.draws = new Draws(random);
    this.hotEntries = 1 + random.nextInt(4);
    this.faults = new Faults(random.nextLong());
    this.map = new PlainMap(policy, kind.evicts());
    this.judge = new Judge(kind, map, faults);
    Properties settings = kind.mode().settings(file, kind.warmBytes());
    if (kind.mode().isDurable()) {
      settings.setProperty(
          StoreOptions.PREFIX + StoreOptions.ALLOWED_CLASSES, "io.github.thermae.model.*");
    }
    if (kind.isSealed()) {
      settings.put(StoreOptions.PREFIX + StoreOptions.ENCRYPTION, ColdFiles.encryption());
    }
    this.store = new ModelStore(settings, faults, now);
    this.manager = store.open();
    this.cache = openCache();
    map.setTime(now.get());
  }

  private Cache<Object, Note> openCache() {
    return manager.createCache(
        "modelled",
        ThermaeConfiguration.builder(Object.class, Note.class)
            .hotMaxEntries(hotEntries)
            .storeByValue(kind.byValue())
            .compression(kind.isSealed() ? Compression.LZ4 : Compression.NONE)
            .compressionMinBytes(CacheOptions.LEAST_COMPRESSION_MIN_BYTES)
            .expiry(kind.isEternal() ? EternalExpiryPolicy.factoryOf() : () -> policy)
            .build());
  }

  /** Runs, and tells the last steps if the cache and the map disagree. */
  void run(int length) {
    try {
      for (int i = 0; i < length || (lacksFaults() && i < LONGER_MAX * length); i++) {
        step();
        if (i == length / 2) {
          reopen();
        }
        if (i % CHECK_EVERY == 0) {
          checkBounds();
        }
      }
      faults.disarm();
      reopen();
      checkThatItWasARun();
    } catch (RuntimeException | AssertionError e) {
      String setting = kind + ", " + hotEntries + " hot entries";
      throw new AssertionError(e + "\n" + setting + "\nThe last steps:\n" + judge.lastSteps(), e);
    }
  }

  @Override
  public void close() {
    faults.disarm();
    manager.close();
    assertThat(faults.misuse()).as("calls of a closed store").isEmpty();
  }

  /** Chance may let all faults of a short run hit nothing; it is no run of this kind then. */
  private boolean lacksFaults() {
    return kind.isFaulty() && faults.injected() == 0;
  }

  private void step() {
    writeScript();
    judge.beginStep();
    switch (random.nextInt(34)) {
      case 0, 1, 2, 3, 4 -> get();
      case 5, 6, 7, 8 -> put();
      case 9 -> remove();
      case 10 -> removeIfSame();
      case 11 -> replace();
      case 12 -> replaceIfSame();
      case 13, 14 -> putIfAbsent();
      case 15 -> getAndPut();
      case 16 -> getAndRemove();
      case 17 -> getAndReplace();
      case 18 -> containsKey();
      case 19, 20, 21, 22 -> invoke();
      case 23 -> putAll();
      case 24, 25 -> getAll();
      case 26 -> removeAllOfSome();
      case 27 -> iterate();
      case 28, 29, 30 -> passTime();
      case 31 -> armFaults();
      case 32 -> rarely(5, this::reopen);
      default -> rarely(4, this::empty);
    }
  }

  private void rarely(int oneIn, Runnable action) {
    if (random.nextInt(oneIn) == 0) {
      action.run();
    }
  }

  /** Durations of the next step. An entry in doubt must get the same one, be it there or not. */
  private void writeScript() {
    if (kind.isEternal()) {
      policy.creation = Duration.ETERNAL;
      return;
    }
    policy.creation = duration();
    policy.update = kind.isSure() ? maybe(duration()) : policy.creation;
    policy.access = kind.isSure() ? maybe(duration()) : null;
  }

  private @Nullable Duration maybe(Duration duration) {
    return random.nextBoolean() ? duration : null;
  }

  private Duration duration() {
    int choice = random.nextInt(20);
    if (choice == 0) {
      return Duration.ZERO;
    }
    return choice < 8
        ? new Duration(TimeUnit.MILLISECONDS, 1 + random.nextInt(3_000))
        : Duration.ETERNAL;
  }

  // ------------------------------------------------------------------ one key

  private void get() {
    Object key = draws.key();
    judge.single("get", key, () -> cache.get(key), Rule::get);
  }

  private void put() {
    Object key = draws.key();
    Note value = draws.note();
    judge.single(
        "put " + value,
        key,
        () -> done(() -> cache.put(key, judge.given(value))),
        v -> Verdict.store(true, value));
  }

  private void remove() {
    Object key = draws.key();
    judge.single("remove", key, () -> cache.remove(key), v -> Verdict.remove(v != null));
  }

  private void removeIfSame() {
    Object key = draws.key();
    Note old = draws.guess(map.live(key));
    judge.single(
        "remove " + old,
        key,
        () -> cache.remove(key, old),
        v ->
            v == null
                ? Verdict.nothing(false)
                : v.equals(old) ? Verdict.remove(true) : Verdict.access(false));
  }

  private void replace() {
    Object key = draws.key();
    Note value = draws.note();
    judge.single(
        "replace by " + value,
        key,
        () -> cache.replace(key, judge.given(value)),
        v -> v == null ? Verdict.nothing(false) : Verdict.store(true, value));
  }

  private void replaceIfSame() {
    Object key = draws.key();
    Note old = draws.guess(map.live(key));
    Note value = draws.note();
    judge.single(
        "replace " + old + " by " + value,
        key,
        () -> cache.replace(key, old, judge.given(value)),
        v ->
            v == null
                ? Verdict.nothing(false)
                : v.equals(old) ? Verdict.store(true, value) : Verdict.access(false));
  }

  private void putIfAbsent() {
    Object key = draws.key();
    Note value = draws.note();
    judge.single(
        "putIfAbsent " + value,
        key,
        () -> cache.putIfAbsent(key, judge.given(value)),
        v -> v == null ? Verdict.store(true, value) : Verdict.nothing(false));
  }

  private void getAndPut() {
    Object key = draws.key();
    Note value = draws.note();
    judge.single(
        "getAndPut " + value,
        key,
        () -> cache.getAndPut(key, judge.given(value)),
        v -> Verdict.store(v, value));
  }

  private void getAndRemove() {
    Object key = draws.key();
    judge.single("getAndRemove", key, () -> cache.getAndRemove(key), Verdict::remove);
  }

  private void getAndReplace() {
    Object key = draws.key();
    Note value = draws.note();
    judge.single(
        "getAndReplace " + value,
        key,
        () -> cache.getAndReplace(key, judge.given(value)),
        v -> v == null ? Verdict.nothing(null) : Verdict.store(v, value));
  }

  private void containsKey() {
    Object key = draws.key();
    judge.single("containsKey", key, () -> cache.containsKey(key), v -> Verdict.nothing(v != null));
  }

  private void invoke() {
    Object key = draws.key();
    Note value = draws.note();
    switch (random.nextInt(7)) {
      case 0 ->
          judge.single(
              "invoke exists",
              key,
              () -> cache.invoke(key, (entry, arguments) -> entry.exists()),
              v -> Verdict.nothing(v != null));
      case 1 ->
          judge.single(
              "invoke get",
              key,
              () -> cache.invoke(key, (entry, arguments) -> entry.getValue()),
              Rule::get);
      case 2 ->
          judge.single(
              "invoke get, set " + value,
              key,
              () ->
                  cache.invoke(
                      key,
                      (entry, arguments) -> {
                        Note old = entry.getValue();
                        entry.setValue(judge.given(value));
                        return old;
                      }),
              v -> Verdict.store(v, value));
      case 3 ->
          judge.single(
              "invoke exists, remove",
              key,
              () ->
                  cache.invoke(
                      key,
                      (entry, arguments) -> {
                        boolean existed = entry.exists();
                        entry.remove();
                        return existed;
                      }),
              v -> Verdict.remove(v != null));
      case 4 ->
          judge.single(
              "invoke exists, set " + value + ", remove",
              key,
              () ->
                  cache.invoke(
                      key,
                      (entry, arguments) -> {
                        boolean existed = entry.exists();
                        entry.setValue(judge.given(value));
                        entry.remove();
                        return existed;
                      }),
              v -> v == null ? Verdict.nothing(false) : Verdict.remove(true));
      case 5 ->
          judge.single(
              "invoke exists, remove, set " + value,
              key,
              () ->
                  cache.invoke(
                      key,
                      (entry, arguments) -> {
                        boolean existed = entry.exists();
                        entry.remove();
                        entry.setValue(judge.given(value));
                        return existed;
                      }),
              v -> Verdict.store(v != null, value));
      default ->
          judge.single(
              "invoke get, set " + value + ", fail",
              key,
              () -> invokeAndFail(key, value),
              Verdict::nothing);
    }
  }

  /** A processor that fails changes nothing; what it has seen is told by its exception. */
  private @Nullable Object invokeAndFail(Object key, Note value) {
    List<Note> seen = new ArrayList<>();
    try {
      return cache.invoke(
          key,
          (entry, arguments) -> {
            if (entry.exists()) {
              seen.add(entry.getValue());
            }
            entry.setValue(judge.given(value));
            throw new IllegalStateException("as it was meant");
          });
    } catch (EntryProcessorException e) {
      return seen.isEmpty() ? null : seen.get(0);
    }
  }

  private static boolean done(Runnable action) {
    action.run();
    return true;
  }

  // ------------------------------------------------------------------ many keys

  private void putAll() {
    Map<Object, Note> entries = new HashMap<>();
    Map<Object, Note> given = new HashMap<>();
    for (Object key : draws.someKeys()) {
      Note value = draws.note();
      entries.put(key, value);
      given.put(key, judge.given(value));
    }
    judge.attempt(
        "putAll " + entries,
        () -> {
          cache.putAll(given);
          return () ->
              entries.forEach(
                  (key, value) ->
                      judge.settle("putAll", key, true, v -> Verdict.store(true, value)));
        });
  }

  private void getAll() {
    Set<Object> keys = draws.someKeys();
    judge.attempt(
        "getAll " + keys,
        () -> {
          Map<Object, Note> found = cache.getAll(keys);
          return () -> {
            assertThat(keys).containsAll(found.keySet());
            keys.forEach(key -> judge.settle("getAll", key, found.get(key), Rule::get));
          };
        });
  }

  private void removeAllOfSome() {
    Set<Object> keys = draws.someKeys();
    judge.attempt(
        "removeAll " + keys,
        () -> {
          cache.removeAll(keys);
          return () ->
              keys.forEach(key -> judge.settle("removeAll", key, true, v -> Verdict.remove(true)));
        });
  }

  private void empty() {
    boolean clears = random.nextBoolean();
    judge.attempt(
        clears ? "clear" : "removeAll",
        () -> {
          if (clears) {
            cache.clear();
          } else {
            cache.removeAll();
          }
          return map::forgetAll;
        });
  }

  /** Walks over everything, and removes some of it on the way. */
  private void iterate() {
    boolean removes = random.nextInt(3) == 0;
    judge.attempt(
        "iterate",
        () -> {
          Set<Object> unseen = new HashSet<>(map.liveKeys());
          Iterator<Cache.Entry<Object, Note>> entries = cache.iterator();
          while (entries.hasNext()) {
            Cache.Entry<Object, Note> entry = entries.next();
            judge.settle("iterate", entry.getKey(), entry.getValue(), Rule::get);
            unseen.remove(entry.getKey());
            if (removes && random.nextInt(4) == 0) {
              removeByIterator(entries, entry.getKey());
            }
          }
          return () -> unseen.forEach(key -> judge.settle("not met", key, null, Rule::get));
        });
  }

  private void removeByIterator(Iterator<Cache.Entry<Object, Note>> entries, Object key) {
    judge.attempt(
        "iterator.remove",
        () -> {
          entries.remove();
          return () -> map.change(key, Effect.REMOVE, null);
        });
  }

  // ------------------------------------------------------------------ what happens to the store

  private void passTime() {
    now.addAndGet(random.nextInt(500));
    map.setTime(now.get());
    judge.log("time " + now);
  }

  private void armFaults() {
    if (!kind.isFaulty()) {
      return;
    }
    if (random.nextBoolean()) {
      faults.disarm();
      judge.log("no more faults");
    } else {
      Set<String> calls = random.nextInt(3) == 0 ? Faults.READS : Faults.WRITES;
      faults.arm(calls, random.nextInt(3), 1 + random.nextInt(5));
      judge.log("faults of " + calls);
    }
  }

  /** A sound store is closed and opened, at another time. */
  private void reopen() {
    faults.disarm();
    checkBounds();
    demotions += tiers().demotions();
    evictions += tiers().evictions();
    manager.close();
    assertThat(faults.misuse()).as("calls of a closed store").isEmpty();
    jump();
    if (!kind.mode().isDurable()) {
      map.forgetAll();
    }
    judge.forgetObjects();
    manager = store.open();
    cache = openCache();
    reopened++;
    checkAll();
  }

  private void jump() {
    long millis = random.nextLong(-JUMP_MAX_MILLIS, JUMP_MAX_MILLIS);
    now.addAndGet(millis);
    if (millis < 0) {
      map.setTimeBack(now.get());
    } else {
      map.setTime(now.get());
    }
    judge.log("opened again at " + now);
  }

  // ------------------------------------------------------------------ checks

  /** Every key is there, or is not, as it should; none stays in doubt. */
  private void checkAll() {
    judge.beginStep();
    for (Object key : draws.allKeys()) {
      judge.single(
          "containsKey", key, () -> cache.containsKey(key), v -> Verdict.nothing(v != null));
      map.learn(key, map.live(key) != null);
    }
  }

  private void checkBounds() {
    TierStatistics tiers = tiers();
    assertThat(tiers.warmBytes()).as("warm bytes (I5)").isLessThanOrEqualTo(kind.warmBytes());
    assertThat(tiers.hotEntries()).as("hot entries").isLessThanOrEqualTo(hotEntries);
    assertThat(tiers.unreadableRows()).as("unreadable rows").isZero();
    if (!kind.evicts()) {
      assertThat(tiers.evictions()).as("evictions").isZero();
    }
  }

  private TierStatistics tiers() {
    while (true) {
      try {
        return cache.unwrap(ThermaeCache.class).tierStatistics();
      } catch (CacheException e) {
        // The faults that are due run out.
        if (!InjectedException.isCauseOf(e)) {
          throw e;
        }
      }
    }
  }

  /** Or the run would prove nothing. */
  private void checkThatItWasARun() {
    assertThat(reopened).as("times opened").isGreaterThan(1);
    assertThat(demotions).as("demotions").isPositive();
    if (kind.evicts()) {
      assertThat(evictions).as("evictions").isPositive();
    }
    if (kind.isFaulty()) {
      assertThat(faults.injected()).as("faults").isPositive();
    }
    if (kind.isFaulty() && kind.mode().isSavedAtOnce()) {
      assertThat(judge.failed()).as("operations that failed").isPositive();
    }
  }
}
