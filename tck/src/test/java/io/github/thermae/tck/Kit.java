package io.github.thermae.tck;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import org.jsr107.tck.testutil.TestSupport;
import org.junit.Test;
import org.junit.runners.Parameterized.Parameters;

/** What the kit's jar holds, read from the jar and not from what a test runner found in it. */
final class Kit {
  static final String ANNOTATION_PACKAGE = "org.jsr107.tck.annotation";

  private Kit() {}

  /** The jar that the kit's tests come from. */
  static Path jar() {
    try {
      return Path.of(TestSupport.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The kit's jar has no path", e);
    }
  }

  /** Every class of the jar that has tests, by name, with how many; a parameter row counts. */
  static Map<String, Integer> testsByClass() {
    Map<String, Integer> tests = new TreeMap<>();
    try (JarFile jar = new JarFile(jar().toFile())) {
      jar.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .forEach(name -> tests.put(name, countTests(load(name))));
    } catch (IOException e) {
      throw new IllegalStateException("The kit's jar cannot be read: " + jar(), e);
    }
    tests.values().removeIf(count -> count == 0);
    return tests;
  }

  static boolean isAnnotationTest(String className) {
    return className.startsWith(ANNOTATION_PACKAGE + ".");
  }

  static Class<?> load(String className) {
    try {
      return Class.forName(className, false, Kit.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("The kit's class cannot be loaded: " + className, e);
    }
  }

  private static int countTests(Class<?> type) {
    if (Modifier.isAbstract(type.getModifiers())) {
      return 0;
    }
    long methods =
        Arrays.stream(type.getMethods())
            .filter(method -> method.isAnnotationPresent(Test.class))
            .count();
    return Math.toIntExact(methods) * countParameterRows(type);
  }

  private static int countParameterRows(Class<?> type) {
    int rows = 1;
    for (Method method : type.getMethods()) {
      if (method.isAnnotationPresent(Parameters.class)) {
        rows *= ((Collection<?>) invokeStatic(method)).size();
      }
    }
    return rows;
  }

  private static Object invokeStatic(Method method) {
    try {
      return method.invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The kit's parameters cannot be read: " + method, e);
    }
  }
}
