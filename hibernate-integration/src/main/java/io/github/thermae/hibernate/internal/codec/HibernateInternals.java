package io.github.thermae.hibernate.internal.codec;

import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.List;
import org.hibernate.cache.spi.entry.CollectionCacheEntry;
import org.hibernate.cache.spi.entry.StandardCacheEntryImpl;
import org.hibernate.persister.collection.AbstractCollectionPersister;
import org.hibernate.persister.entity.AbstractEntityPersister;
import org.hibernate.type.AnyType;
import org.jspecify.annotations.Nullable;

/**
 * What Hibernate's cache values are made of, where its own packages alone can make or open them.
 * Present in the versions that this module is tested with; where a version has something else, the
 * values of that kind have no encoded form and stay in memory.
 */
final class HibernateInternals {
  private static final String QUERY_RESULT =
      "org.hibernate.cache.internal.QueryResultsCacheImpl$CacheItem";
  private static final String ANY_REFERENCE = AnyType.class.getName() + "$ObjectTypeCacheEntry";

  static final @Nullable MethodHandle NEW_ENTITY_STATE =
      constructor(StandardCacheEntryImpl.class, Serializable[].class, String.class, Object.class);
  static final @Nullable MethodHandle NEW_COLLECTION_STATE =
      constructor(CollectionCacheEntry.class, Serializable.class);

  static final @Nullable Class<?> QUERY_RESULT_TYPE = type(QUERY_RESULT);
  static final @Nullable MethodHandle NEW_QUERY_RESULT =
      constructor(QUERY_RESULT_TYPE, long.class, List.class);
  static final @Nullable MethodHandle QUERY_TIMESTAMP = getter(QUERY_RESULT_TYPE, "timestamp");
  static final @Nullable MethodHandle QUERY_ROWS = getter(QUERY_RESULT_TYPE, "results");

  static final @Nullable Class<?> ANY_REFERENCE_TYPE = type(ANY_REFERENCE);
  static final @Nullable MethodHandle NEW_ANY_REFERENCE =
      constructor(ANY_REFERENCE_TYPE, String.class, Object.class);
  static final @Nullable MethodHandle ANY_ENTITY_NAME = getter(ANY_REFERENCE_TYPE, "entityName");
  static final @Nullable MethodHandle ANY_ID = getter(ANY_REFERENCE_TYPE, "id");

  static final @Nullable MethodHandle ENTITY_RESTRICTION =
      getter(AbstractEntityPersister.class, "sqlWhereStringTemplate");
  static final @Nullable MethodHandle COLLECTION_RESTRICTION =
      getter(AbstractCollectionPersister.class, "sqlWhereStringTemplate");
  static final @Nullable MethodHandle ELEMENT_RESTRICTION =
      getter(AbstractCollectionPersister.class, "manyToManyWhereTemplate");

  private HibernateInternals() {}

  private static @Nullable Class<?> type(String name) {
    try {
      return Class.forName(name, false, AnyType.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  private static @Nullable MethodHandle constructor(
      @Nullable Class<?> type, Class<?>... parameters) {
    if (type == null) {
      return null;
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return MethodHandles.lookup()
          .unreflectConstructor(constructor)
          .asType(MethodType.genericMethodType(parameters.length));
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return null;
    }
  }

  private static @Nullable MethodHandle getter(@Nullable Class<?> type, String name) {
    if (type == null) {
      return null;
    }
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return MethodHandles.lookup().unreflectGetter(field).asType(MethodType.genericMethodType(1));
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return null;
    }
  }

  /** Calls a handle that {@code Object}s go into and come out of. */
  static Object call(MethodHandle handle, @Nullable Object... arguments) {
    try {
      return handle.invokeWithArguments(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("Hibernate's constructor failed", e);
    }
  }
}
