package io.github.thermae.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CodecConcurrencyTest {
  private static final int THREADS = 8;
  private static final int ROUNDS = 3_000;

  private final MemoryDictionary dictionary = new MemoryDictionary();
  private final KryoCodec values = Codecs.kryo(dictionary);
  private final CanonicalKeyCodec keys = Codecs.keys(dictionary, null);

  private final List<Object> samples =
      List.of(
          "some plain ascii text",
          new Samples.Person("Ann", 30, List.of(Samples.Color.RED)),
          new Samples.SimpleKey("a", 1L, List.of(2)),
          new ArrayList<>(List.of(Map.of("a", 1), Set.of(2))),
          new Samples.Derived(1, "x", 1.5));

  @Test
  void encodeAndDecode_byManyThreads_giveEachItsOwn() throws Exception {
    runEverywhere(
        random -> {
          Object sample = samples.get(random.nextInt(samples.size()));
          assertThat(values.decode(values.encode(sample))).isEqualTo(sample);
          assertThat(keys.decode(keys.encode(sample))).isEqualTo(sample);
        });
  }

  /** The warm tier hands one array to all who read the entry. */
  @Test
  void decode_sameBytesByManyThreads_givesAllTheSame() throws Exception {
    List<byte[]> encoded = samples.stream().map(values::encode).toList();
    runEverywhere(
        random -> {
          int i = random.nextInt(encoded.size());
          assertThat(values.decode(encoded.get(i))).isEqualTo(samples.get(i));
        });
  }

  private interface Round {
    void run(Random random);
  }

  private static void runEverywhere(Round round) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(i);
        Callable<Void> task =
            () -> {
              for (int r = 0; r < ROUNDS; r++) {
                round.run(random);
              }
              return null;
            };
        running.add(threads.submit(task));
      }
      for (Future<Void> task : running) {
        task.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
