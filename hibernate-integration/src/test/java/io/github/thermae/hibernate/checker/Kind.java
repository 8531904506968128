package io.github.thermae.hibernate.checker;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;

/** The entities that are checked: one per concurrency strategy, with a version and without. */
enum Kind {
  READ_WRITE(ReadWriteItem.class),
  READ_WRITE_VERSIONED(ReadWriteVersionedItem.class),
  NONSTRICT(NonstrictItem.class),
  NONSTRICT_VERSIONED(NonstrictVersionedItem.class),
  TRANSACTIONAL(TransactionalItem.class),
  TRANSACTIONAL_VERSIONED(TransactionalVersionedItem.class),
  /** Inserted and deleted, never updated. */
  READ_ONLY(ReadOnlyItem.class);

  private final Class<? extends Item> type;

  Kind(Class<? extends Item> type) {
    this.type = type;
  }

  Class<? extends Item> type() {
    return type;
  }

  /** The entity's name, and its table's. */
  String entityName() {
    return type.getSimpleName();
  }

  boolean isVersioned() {
    return VersionedItem.class.isAssignableFrom(type);
  }

  boolean isUpdatable() {
    return this != READ_ONLY;
  }

  Item make(long id, long stamp) {
    Item item = make();
    item.id(id);
    item.stamp(stamp);
    return item;
  }

  private Item make() {
    return switch (this) {
      case READ_WRITE -> new ReadWriteItem();
      case READ_WRITE_VERSIONED -> new ReadWriteVersionedItem();
      case NONSTRICT -> new NonstrictItem();
      case NONSTRICT_VERSIONED -> new NonstrictVersionedItem();
      case TRANSACTIONAL -> new TransactionalItem();
      case TRANSACTIONAL_VERSIONED -> new TransactionalVersionedItem();
      case READ_ONLY -> new ReadOnlyItem();
    };
  }

  @Entity(name = "ReadWriteItem")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "ReadWriteItem")
  static class ReadWriteItem extends Item {}

  @Entity(name = "ReadWriteVersionedItem")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "ReadWriteVersionedItem")
  static class ReadWriteVersionedItem extends VersionedItem {}

  @Entity(name = "NonstrictItem")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE, region = "NonstrictItem")
  static class NonstrictItem extends Item {}

  @Entity(name = "NonstrictVersionedItem")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE, region = "NonstrictVersionedItem")
  static class NonstrictVersionedItem extends VersionedItem {}

  @Entity(name = "TransactionalItem")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.TRANSACTIONAL, region = "TransactionalItem")
  static class TransactionalItem extends Item {}

  @Entity(name = "TransactionalVersionedItem")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.TRANSACTIONAL, region = "TransactionalVersionedItem")
  static class TransactionalVersionedItem extends VersionedItem {}

  @Entity(name = "ReadOnlyItem")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_ONLY, region = "ReadOnlyItem")
  static class ReadOnlyItem extends Item {}
}
