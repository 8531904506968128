package io.github.thermae.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is done to a cache, in whatever order, it answers as a plain map would. A run is
 * repeated with its seed: {@code -Dtest.model.seed=...}; {@code -Dthermae.model.steps=...} sets how
 * long each is.
 */
class ModelTest {
  private static final int STEPS = Integer.getInteger("test.model.steps", 1_000);

  static List<Kind> kinds() {
    List<Kind> kinds = new ArrayList<>();
    for (Mode mode : Mode.values()) {
      for (boolean byValue : new boolean[] {true, false}) {
        kinds.add(new Kind(mode, byValue, 0, false, false, false));
        kinds.add(new Kind(mode, byValue, 2_000, false, false, false));
        kinds.add(new Kind(mode, byValue, Kind.PLENTY, false, false, false));
        kinds.add(new Kind(mode, byValue, 2_000, false, true, false));
        if (mode.isDurable()) {
          kinds.add(new Kind(mode, byValue, 0, byValue, false, true));
          kinds.add(new Kind(mode, byValue, 0, true, false, false));
          kinds.add(new Kind(mode, byValue, 2_000, true, false, false));
          kinds.add(new Kind(mode, byValue, 2_000, true, true, false));
        }
      }
    }
    return kinds;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anyOperations_anyStore_answerAsAPlainMap(Kind kind, @TempDir Path folder) {
    long seed = Long.getLong("test.model.seed", System.nanoTime());
    System.out.println("ModelTest seed " + seed + " for " + kind);
    try (ModelRun run = new ModelRun(kind, folder.resolve("model.db"), seed)) {
      run.run(STEPS);
    }
  }
}
