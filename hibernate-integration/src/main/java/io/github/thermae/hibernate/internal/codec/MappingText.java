package io.github.thermae.hibernate.internal.codec;

import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.CollectionPart;
import org.hibernate.metamodel.mapping.EntityDiscriminatorMapping;
import org.hibernate.metamodel.mapping.PluralAttributeMapping;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.metamodel.mapping.SoftDeleteMapping;
import org.hibernate.metamodel.mapping.internal.ManyToManyCollectionPart;
import org.hibernate.metamodel.mapping.ordering.OrderByFragment;
import org.hibernate.metamodel.mapping.ordering.OrderByFragmentImpl;
import org.hibernate.metamodel.mapping.ordering.ast.OrderingSpecification;
import org.hibernate.persister.collection.AbstractCollectionPersister;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.AbstractEntityPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.BasicType;
import org.hibernate.type.CompositeType;
import org.hibernate.type.CustomType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * All that the mapping says of a region, as text that is the same in every run: entities,
 * attributes in their order, types, converters, constants of enums, columns. For its hash only.
 */
public final class MappingText {
  /**
   * Of what a version of Hibernate does not tell: not the same in any other run, so that nothing is
   * restored that may depend on it.
   */
  private static final String UNKNOWN = "unknown in run " + UUID.randomUUID();

  private final StringBuilder text = new StringBuilder();

  private MappingText() {}

  /** The text. */
  public static String of(RegionContents contents, MappingTypes types) {
    MappingText made = new MappingText();
    made.line("region", contents.rootEntities(), contents.roles(), contents.naturalIds());
    contents.entities(types).forEach(made::entity);
    contents.collections(types).forEach(made::collection);
    types.entities().values().stream()
        .filter(entity -> contents.naturalIds().contains(entity.getRootEntityName()))
        .forEach(made::naturalId);
    return made.text.toString();
  }

  private void line(Object... words) {
    for (Object word : words) {
      text.append(word).append(' ');
    }
    text.append('\n');
  }

  private void entity(EntityPersister entity) {
    line("entity", entity.getEntityName(), entity.getRootEntityName());
    line("cached", entity.getCacheEntryStructure().getClass().getName());
    line("mutable", entity.isMutable(), "lazy", entity.isLazyPropertiesCacheable());
    line("enhanced", entity.getBytecodeEnhancementMetadata().isEnhancedForLazyLoading());
    line("restriction", restriction(entity));
    discriminator(entity);
    softDelete(entity.getSoftDeleteMapping());
    type("id", entity.getIdentifierType());
    columns(entity.getIdentifierMapping()::forEachSelectable);
    if (entity.getVersionMapping() != null) {
      line("version");
      columns(entity.getVersionMapping()::forEachSelectable);
    }
    String[] names = entity.getPropertyNames();
    Type[] types = entity.getPropertyTypes();
    for (int i = 0; i < names.length; i++) {
      line("lazy", entity.getPropertyLaziness()[i]);
      type(names[i], types[i]);
    }
    // In an order of their own: which comes first depends on the version of Hibernate.
    Map<String, AttributeMapping> attributes = new TreeMap<>();
    entity.forEachAttributeMapping(
        attribute -> attributes.put(attribute.getAttributeName(), attribute));
    attributes.forEach(
        (name, attribute) -> {
          line("columns of", name);
          columns(attribute::forEachSelectable);
        });
  }

  private void discriminator(EntityPersister entity) {
    EntityDiscriminatorMapping discriminator = entity.getDiscriminatorMapping();
    if (discriminator != null) {
      line("discriminator", describe(discriminator), entity.getDiscriminatorSQLValue());
    }
  }

  private void softDelete(@Nullable SoftDeleteMapping mapping) {
    if (mapping != null) {
      line("soft delete", describe(mapping), mapping.getWriteExpression());
    }
  }

  private static String restriction(EntityPersister entity) {
    return entity instanceof AbstractEntityPersister
        ? read(HibernateInternals.ENTITY_RESTRICTION, entity)
        : UNKNOWN;
  }

  private static String read(@Nullable MethodHandle getter, Object persister) {
    return getter == null ? UNKNOWN : String.valueOf(HibernateInternals.call(getter, persister));
  }

  private interface Selectables {
    int forEach(org.hibernate.metamodel.mapping.SelectableConsumer consumer);
  }

  private void columns(Selectables selectables) {
    int unused =
        selectables.forEach(
            (int index, SelectableMapping column) -> line("column", describe(column)));
  }

  private static String describe(SelectableMapping column) {
    return column.getContainingTableExpression()
        + "."
        + column.getSelectionExpression()
        + " "
        + column.getCustomReadExpression();
  }

  private void type(String name, @Nullable Type type) {
    if (type == null) {
      line(name, "none");
      return;
    }
    line(name, type.getReturnedClassName());
    if (type instanceof BasicType<?> basic) {
      basic(basic);
      return;
    }
    // That of a basic type may have the address of its converter in memory.
    line("type", type.getName());
    if (type instanceof CompositeType component && !type.isAnyType()) {
      String[] names = component.getPropertyNames();
      Type[] parts = component.getSubtypes();
      for (int i = 0; i < names.length; i++) {
        type(name + "." + names[i], parts[i]);
      }
    }
  }

  private void basic(BasicType<?> basic) {
    line("sql", basic.getJdbcType().getDefaultSqlTypeCode());
    if (basic instanceof CustomType<?> custom) {
      line("user type", custom.getUserType().getClass().getName());
    }
    if (basic.getValueConverter() != null) {
      // Not the converter itself: what is kept is what the column has.
      line("converted to", basic.getValueConverter().getRelationalJavaType().getTypeName());
    }
    Object[] constants = basic.getReturnedClass().getEnumConstants();
    if (constants != null) {
      line("constants", Arrays.stream(constants).map(c -> ((Enum<?>) c).name()).toList());
    }
  }

  private void collection(CollectionPersister collection) {
    line(
        "collection",
        collection.getRole(),
        collection.getCollectionSemantics().getClass().getName());
    line("cached", collection.getCacheEntryStructure().getClass().getName());
    collectionTypes(collection);
    PluralAttributeMapping attribute = collection.getAttributeMapping();
    softDelete(attribute.getSoftDeleteMapping());
    columns(attribute.getKeyDescriptor()::visitKeySelectables);
    line("element of", attribute.getSeparateCollectionTable());
    part(attribute.getElementDescriptor());
    line("index");
    part(attribute.getIndexDescriptor());
    line("row");
    part(attribute.getIdentifierDescriptor());
    boolean isKnown = collection instanceof AbstractCollectionPersister;
    line(
        "restrictions",
        isKnown ? read(HibernateInternals.COLLECTION_RESTRICTION, collection) : UNKNOWN,
        isKnown ? read(HibernateInternals.ELEMENT_RESTRICTION, collection) : UNKNOWN);
    order(attribute.getOrderByFragment());
    order(attribute.getManyToManyOrderByFragment());
  }

  private void part(@Nullable CollectionPart part) {
    if (part == null) {
      return;
    }
    columns(part::forEachSelectable);
    if (part instanceof ManyToManyCollectionPart other && other.getForeignKeyDescriptor() != null) {
      columns(other.getForeignKeyDescriptor()::visitKeySelectables);
    }
  }

  private void order(@Nullable OrderByFragment order) {
    if (order == null) {
      return;
    }
    if (!(order instanceof OrderByFragmentImpl known)) {
      line("order", UNKNOWN);
      return;
    }
    for (OrderingSpecification by : known.getFragmentSpecs()) {
      line(
          "order",
          by.getExpression().toDescriptiveText(),
          String.valueOf(by.getCollation()),
          String.valueOf(by.getSortOrder()),
          String.valueOf(by.getOrderByValue()));
    }
  }

  @SuppressWarnings("removal") // see CollectionTypes
  private void collectionTypes(CollectionPersister collection) {
    type("key", collection.getKeyType());
    type("index", collection.getIndexType());
    type("element", collection.getElementType());
    type("row", collection.getIdentifierType());
  }

  private void naturalId(EntityPersister entity) {
    line("natural id of", entity.getEntityName());
    type("id", entity.getIdentifierType());
    if (entity.getNaturalIdMapping() != null) {
      entity
          .getNaturalIdMapping()
          .getNaturalIdAttributes()
          .forEach(attribute -> columns(attribute::forEachSelectable));
    }
    int[] properties =
        entity.hasNaturalIdentifier() ? entity.getNaturalIdentifierProperties() : new int[0];
    for (int property : properties) {
      type(entity.getPropertyNames()[property], entity.getPropertyTypes()[property]);
    }
  }
}
