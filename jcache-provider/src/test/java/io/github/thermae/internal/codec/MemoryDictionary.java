package io.github.thermae.internal.codec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dictionary that lives as long as the test, and shows what it was asked to keep. */
final class MemoryDictionary implements ClassDictionary {
  private final List<ClassShape> shapes = new ArrayList<>();

  @Override
  public synchronized int idOf(ClassShape shape) {
    int index = shapes.indexOf(shape);
    if (index < 0) {
      index = shapes.size();
      shapes.add(shape);
    }
    return FIRST_ID + index;
  }

  @Override
  public synchronized @Nullable ClassShape byId(int id) {
    int index = id - FIRST_ID;
    return index >= 0 && index < shapes.size() ? shapes.get(index) : null;
  }

  synchronized List<ClassShape> shapes() {
    return List.copyOf(shapes);
  }

  /** The only shape of a class. */
  synchronized String shapeOf(Class<?> type) {
    return shapes.stream()
        .filter(shape -> shape.className().equals(type.getName()))
        .map(ClassShape::shape)
        .reduce((a, b) -> a + " | " + b)
        .orElseThrow();
  }
}
