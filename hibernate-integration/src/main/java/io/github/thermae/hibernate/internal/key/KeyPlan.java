package io.github.thermae.hibernate.internal.key;

import io.github.thermae.hibernate.internal.access.KeyMaker;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.boot.registry.selector.spi.StrategySelector;
import org.hibernate.boot.spi.SessionFactoryOptions;
import org.hibernate.cache.internal.DefaultCacheKeysFactory;
import org.hibernate.cache.internal.SimpleCacheKeysFactory;
import org.hibernate.cache.spi.CacheKeysFactory;
import org.jspecify.annotations.Nullable;

/**
 * How the keys of a session factory are made, as {@code hibernate.cache.keys_factory} says: {@code
 * default} with tenants, {@code simple} without, or by a factory of the user's.
 */
public final class KeyPlan {
  private final CacheKeysFactory chosen;
  private final Set<String> tenants = ConcurrentHashMap.newKeySet();

  private KeyPlan(CacheKeysFactory chosen) {
    this.chosen = chosen;
  }

  /** The plan for a setting: a short name, a class, its name, an instance, or null. */
  public static KeyPlan of(@Nullable Object setting, SessionFactoryOptions options) {
    return new KeyPlan(
        options
            .getServiceRegistry()
            .requireService(StrategySelector.class)
            .resolveDefaultableStrategy(
                CacheKeysFactory.class, setting, DefaultCacheKeysFactory.INSTANCE));
  }

  /** Whether keys have a form that tiers below the hot one can hold. */
  public boolean isCanonical() {
    return isDefault() || isSimple();
  }

  private boolean isDefault() {
    return chosen.getClass() == DefaultCacheKeysFactory.class;
  }

  private boolean isSimple() {
    return chosen.getClass() == SimpleCacheKeysFactory.class;
  }

  /** The keys of a role. */
  public KeyMaker ofRole(int role) {
    return isCanonical()
        ? new CanonicalKeys(role, isDefault() ? tenants : null)
        : new ForeignKeys(role, chosen);
  }
}
