package io.github.thermae.internal.codec;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Classes compiled by a test, so that one name can have two versions. */
final class Sources {
  private final Map<String, String> sources = new LinkedHashMap<>();

  /** Adds a class. */
  Sources with(String className, String source) {
    sources.put(className, source);
    return this;
  }

  /** A class loader of its own with these classes. */
  Loader load() {
    Map<String, ByteArrayOutputStream> classes = new HashMap<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<SimpleJavaFileObject> units =
        sources.entrySet().stream().map(e -> unit(e.getKey(), e.getValue())).toList();
    JavaFileManager manager =
        collecting(compiler.getStandardFileManager(null, null, null), classes);
    if (!compiler.getTask(null, manager, null, List.of("-proc:none"), null, units).call()) {
      throw new IllegalArgumentException("The sources do not compile");
    }
    return new Loader(classes);
  }

  private static SimpleJavaFileObject unit(String className, String source) {
    URI uri = URI.create("string:///" + className.replace('.', '/') + ".java");
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }

  private static JavaFileManager collecting(
      StandardJavaFileManager standard, Map<String, ByteArrayOutputStream> classes) {
    return new ForwardingJavaFileManager<JavaFileManager>(standard) {
      @Override
      public JavaFileObject getJavaFileForOutput(
          Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
        return new SimpleJavaFileObject(URI.create("mem:///" + className), kind) {
          @Override
          public OutputStream openOutputStream() {
            return classes.computeIfAbsent(className, n -> new ByteArrayOutputStream());
          }
        };
      }
    };
  }

  /** Finds the compiled classes, and notes which it was asked for. */
  static final class Loader extends ClassLoader {
    private final Map<String, ByteArrayOutputStream> classes;
    private final List<String> asked = new java.util.ArrayList<>();

    Loader(Map<String, ByteArrayOutputStream> classes) {
      super(Sources.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      ByteArrayOutputStream bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes.toByteArray(), 0, bytes.size());
    }

    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
      asked.add(name);
      return super.loadClass(name);
    }

    /** Loses a class. */
    void forget(String className) {
      classes.remove(className);
    }

    List<String> asked() {
      return asked;
    }

    /** A new object of a class with a constructor of these arguments. */
    Object make(String className, Object... arguments) throws ReflectiveOperationException {
      var constructor = loadClass(className).getDeclaredConstructors()[0];
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    }

    /** A constant of an enum. */
    Object constant(String className, String name) throws ReflectiveOperationException {
      return EnumNames.constant(loadClass(className), name);
    }
  }
}
