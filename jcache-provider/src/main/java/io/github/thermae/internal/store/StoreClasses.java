package io.github.thermae.internal.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.thermae.internal.codec.ClassDictionary;
import io.github.thermae.internal.codec.ClassShape;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The class numbers of one store: all in memory, and saved before use where there is a file. */
final class StoreClasses implements ClassDictionary {
  private final @Nullable ColdStore cold;
  private final Map<ClassShape, Integer> ids = new ConcurrentHashMap<>();
  private final Map<Integer, ClassShape> shapes = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private int nextId = FIRST_ID;

  StoreClasses(@Nullable ColdStore cold) {
    this.cold = cold;
    if (cold != null) {
      cold.classes().forEach(this::remember);
    }
  }

  @Override
  public int idOf(ClassShape shape) {
    Integer known = ids.get(shape);
    return known != null ? known : assign(shape);
  }

  @Override
  public @Nullable ClassShape byId(int id) {
    return shapes.get(id);
  }

  private int assign(ClassShape shape) {
    lock.lock();
    try {
      Integer known = ids.get(shape);
      if (known != null) {
        return known;
      }
      int id = nextId;
      if (cold != null) {
        cold.saveClass(id, shape);
      }
      remember(id, shape);
      return id;
    } finally {
      lock.unlock();
    }
  }

  private void remember(int id, ClassShape shape) {
    lock.lock();
    try {
      // The way back first: whoever sees the number must be able to read it.
      shapes.put(id, shape);
      ids.put(shape, id);
      nextId = Math.max(nextId, id + 1);
    } finally {
      lock.unlock();
    }
  }
}
