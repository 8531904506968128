package io.github.thermae.hibernate.hostile;

import java.io.IOException;
import java.io.InputStream;
import org.hibernate.bytecode.enhance.spi.DefaultEnhancementContext;
import org.hibernate.bytecode.enhance.spi.Enhancer;
import org.hibernate.bytecode.internal.bytebuddy.BytecodeProviderImpl;
import org.jspecify.annotations.Nullable;

/** Loads one class as Hibernate's build plug-in would have left it. Thread-safe. */
final class EnhancingClassLoader extends ClassLoader {
  private final String enhanced;

  EnhancingClassLoader(Class<?> enhanced) {
    super(enhanced.getClassLoader());
    this.enhanced = enhanced.getName();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.equals(enhanced)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : enhance(name);
    }
  }

  private Class<?> enhance(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/') + ".class";
    try (InputStream in = getParent().getResourceAsStream(file)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] plain = in.readAllBytes();
      byte @Nullable [] bytes = enhancer().enhance(name, plain);
      if (bytes == null) {
        throw new ClassNotFoundException(name + " was not enhanced");
      }
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private Enhancer enhancer() {
    return new BytecodeProviderImpl().getEnhancer(new DefaultEnhancementContext());
  }
}
