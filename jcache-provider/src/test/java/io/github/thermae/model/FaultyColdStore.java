package io.github.thermae.model;

import io.github.thermae.internal.store.ColdStore;
import io.github.thermae.internal.store.ColdTable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A real cold tier, and real tables of it, behind {@link Faults}. Made by reflection, so that it
 * has every call that the seams have, the later ones too.
 */
final class FaultyColdStore {
  private FaultyColdStore() {}

  static ColdStore of(ColdStore real, Faults faults) {
    requireKnown(Faults.READS);
    requireKnown(Faults.WRITES);
    faults.opened();
    return wrapped(ColdStore.class, real, faults);
  }

  /** Or a renamed call would never fail, and no test would notice. */
  private static void requireKnown(Set<String> calls) {
    Set<String> unknown = new HashSet<>(calls);
    Arrays.stream(ColdStore.class.getMethods()).map(Method::getName).forEach(unknown::remove);
    Arrays.stream(ColdTable.class.getMethods()).map(Method::getName).forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("a cold tier has no " + unknown);
    }
  }

  private static <T> T wrapped(Class<T> seam, T real, Faults faults) {
    return seam.cast(
        Proxy.newProxyInstance(
            seam.getClassLoader(),
            new Class<?>[] {seam},
            (proxy, method, arguments) -> call(real, method, arguments, faults)));
  }

  private static @Nullable Object call(
      Object real, Method method, @Nullable Object @Nullable [] arguments, Faults faults)
      throws Throwable {
    faults.before(method.getName());
    try {
      Object result = method.invoke(real, arguments);
      return result instanceof ColdTable table ? wrapped(ColdTable.class, table, faults) : result;
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
