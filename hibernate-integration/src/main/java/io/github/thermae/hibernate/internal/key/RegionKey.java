package io.github.thermae.hibernate.internal.key;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The key of an item in a region.
 *
 * <p>The role is a number that the region gives in the order of its roles' names, so it is the same
 * in every run as long as the region has the same roles. The id is as Hibernate disassembles it:
 * values of the JDK, and lists of such. Equal keys have equal hash codes, which are computed once.
 */
public final class RegionKey implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int role;
  private final @Nullable String tenant;
  private final Object id;

  /** 0 until it is asked for after having been read back; a benign race, as in String. */
  private transient int hash;

  /**
   * A key.
   *
   * @param tenant null where there are no tenants
   * @param id has an equals that follows from its content
   */
  public RegionKey(int role, @Nullable String tenant, Object id) {
    this.role = role;
    this.tenant = tenant;
    this.id = id;
    this.hash = computeHash();
  }

  /** The number of the entity, collection or natural id in its region. */
  public int role() {
    return role;
  }

  /** The tenant, or null. */
  public @Nullable String tenant() {
    return tenant;
  }

  /** The id as it was disassembled; a list if it has several parts. */
  public Object id() {
    return id;
  }

  private int computeHash() {
    int result = id.hashCode() * 31 + Objects.hashCode(tenant);
    return result * 31 + role;
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      known = computeHash();
      hash = known;
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || (other instanceof RegionKey that
            && role == that.role
            && id.equals(that.id)
            && Objects.equals(tenant, that.tenant));
  }

  /** For messages: the id is shown as it is. */
  @Override
  public String toString() {
    return (tenant == null ? "" : tenant + ":") + id;
  }
}
