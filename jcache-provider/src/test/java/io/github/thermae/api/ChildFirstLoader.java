package io.github.thermae.api;

import java.net.URL;
import java.net.URLClassLoader;

/** Has its own copy of this package's classes, as a second application in one JVM has. */
final class ChildFirstLoader extends URLClassLoader {
  private static final String OWN = ChildFirstLoader.class.getPackageName() + ".";

  ChildFirstLoader() {
    super(
        new URL[] {ChildFirstLoader.class.getProtectionDomain().getCodeSource().getLocation()},
        ChildFirstLoader.class.getClassLoader());
  }

  /** This loader's copy of a class of this package. */
  Class<?> own(Class<?> type) throws ClassNotFoundException {
    return loadClass(type.getName());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OWN)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }
}
