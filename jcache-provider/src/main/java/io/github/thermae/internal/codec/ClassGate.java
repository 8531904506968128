package io.github.thermae.internal.codec;

import io.github.thermae.ThermaeException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one door that says which classes may be encoded and decoded in a cache. Decides by name
 * alone, so that a refused class is never loaded. Allowed are
 *
 * <ul>
 *   <li>the JDK's value and collection types, a fixed set;
 *   <li>the cache's declared key and value types, and what their fields reach ({@link
 *       ReachableTypes});
 *   <li>names that match a pattern of the setting {@value #SETTING};
 *   <li>arrays of what is allowed.
 * </ul>
 *
 * Never allowed are the entries of a second-level cache of Hibernate's. Immutable.
 */
public final class ClassGate {
  /** The setting that lets more classes in. */
  public static final String SETTING = "thermae.store.allowed-classes";

  /**
   * The keys under which Hibernate's own factory puts entries into a cache, and what it wraps them
   * in. Read back from a file in a later run they may be older than the database, and nobody would
   * notice.
   */
  private static final List<String> HIBERNATES_ENTRIES =
      List.of(
          "org.hibernate.cache.internal.",
          "org.hibernate.cache.spi.support.",
          "org.hibernate.cache.spi.QueryKey");

  private static final ClassGate OPEN = new ClassGate(null, Set.of(), List.of());

  private final @Nullable String cacheName;
  private final Set<String> names;
  private final List<ClassPattern> patterns;

  private ClassGate(@Nullable String cacheName, Set<String> names, List<ClassPattern> patterns) {
    this.cacheName = cacheName;
    this.names = names;
    this.patterns = patterns;
  }

  /** Allows every class: for stores whose bytes never left this process. */
  public static ClassGate open() {
    return OPEN;
  }

  /**
   * The gate of a cache whose bytes come from a file.
   *
   * @param declared the cache's key and value types
   * @param patterns the entries of {@value #SETTING}
   * @throws ThermaeException if a pattern is malformed
   */
  public static ClassGate of(
      String cacheName, Collection<? extends Class<?>> declared, List<String> patterns) {
    return new ClassGate(
        cacheName, ReachableTypes.from(declared), patterns.stream().map(ClassPattern::of).toList());
  }

  /**
   * Checks the form of a pattern.
   *
   * @throws ThermaeException if it is malformed; the message shows the forms there are
   */
  public static void checkPattern(String pattern) {
    ClassPattern.of(pattern);
  }

  /** Whether objects of the class may pass. Takes names as {@link Class#getName()} gives them. */
  public boolean allows(String className) {
    if (cacheName == null) {
      return true;
    }
    String name = elementName(className);
    if (HIBERNATES_ENTRIES.stream().anyMatch(name::startsWith)) {
      return false;
    }
    return name.isEmpty()
        || JdkNames.isAllowed(name)
        || names.contains(name)
        || patterns.stream().anyMatch(pattern -> pattern.matches(name));
  }

  /**
   * Lets a class pass or throws.
   *
   * @throws ThermaeException if it is not allowed; the message names class, cache and setting
   */
  public void require(String className) {
    if (!allows(className)) {
      throw new ThermaeException(refusal(className));
    }
  }

  /** What to say of a class that is not allowed. */
  String refusal(String className) {
    String name = elementName(className);
    if (HIBERNATES_ENTRIES.stream().anyMatch(name::startsWith)) {
      return refusalOfHibernatesEntry(name);
    }
    int lastDot = name.lastIndexOf('.');
    String example = lastDot < 0 ? name : name.substring(0, lastDot) + ".**";
    return ("Class %s is not allowed in cache '%s': declare it as the cache's key or value type, or"
            + " add it to the setting %s (for example \"%s\")")
        .formatted(name, cacheName, SETTING, example);
  }

  private String refusalOfHibernatesEntry(String name) {
    return ("Class %s is not allowed in cache '%s': entries of a second-level cache would outlive the"
            + " state of the database that they were read from. Let Hibernate make the cache"
            + " (hibernate.javax.cache.missing_cache_strategy=create), or configure it with"
            + " storeByValue(false) and hotOnly(true), or use"
            + " hibernate.cache.region.factory_class=thermae")
        .formatted(name, cacheName);
  }

  /** Whether both let the same classes in for the same reasons. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ClassGate that
        && Objects.equals(cacheName, that.cacheName)
        && names.equals(that.names)
        && patterns.equals(that.patterns);
  }

  @Override
  public int hashCode() {
    return Objects.hash(cacheName, names, patterns);
  }

  /** The name without array dimensions; empty for a primitive. */
  static String elementName(String className) {
    int dimensions = className.lastIndexOf('[') + 1;
    if (dimensions == 0) {
      return className;
    }
    String element = className.substring(dimensions);
    if (element.startsWith("L") && element.endsWith(";")) {
      return element.substring(1, element.length() - 1);
    }
    return element.length() == 1 ? "" : className;
  }
}
