package io.github.thermae.hibernate.internal.codec;

import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.type.MapType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * The types of a collection. Hibernate has marked what tells them for removal since 6.0, without
 * anything in its place; all versions up to 8.0 have it. The only place that uses it.
 *
 * @param key of the owner
 * @param element of the elements
 * @param index of the position or the map's key, if it has one
 * @param identifier of the rows of a bag with identifiers
 * @param isMap whether indexes are part of its cached state
 */
record CollectionTypes(
    Type key, Type element, @Nullable Type index, @Nullable Type identifier, boolean isMap) {
  @SuppressWarnings("removal") // see above
  static CollectionTypes of(CollectionPersister collection) {
    return new CollectionTypes(
        collection.getKeyType(),
        collection.getElementType(),
        collection.getIndexType(),
        collection.getIdentifierType(),
        collection.getCollectionType() instanceof MapType);
  }
}
