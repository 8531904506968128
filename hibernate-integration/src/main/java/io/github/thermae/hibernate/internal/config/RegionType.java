package io.github.thermae.hibernate.internal.config;

import io.github.thermae.hibernate.ThermaeSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hibernate.cache.cfg.spi.DomainDataCachingConfig;
import org.hibernate.cache.cfg.spi.DomainDataRegionConfig;

/** What a region holds, for settings that are about all of a kind. */
public enum RegionType {
  /** Entities, some of which can change; with their collections and natural ids. */
  ENTITY,

  /** Entities none of which can change. */
  IMMUTABLE_ENTITY,

  /** Collections only. */
  COLLECTION,

  /** Natural ids only. */
  NATURALID,

  /** Results of queries. */
  QUERY;

  /** The type of a region with domain data. */
  public static RegionType of(DomainDataRegionConfig config) {
    if (!config.getEntityCaching().isEmpty()) {
      return config.getEntityCaching().stream().anyMatch(DomainDataCachingConfig::isMutable)
          ? ENTITY
          : IMMUTABLE_ENTITY;
    }
    return config.getCollectionCaching().isEmpty() ? NATURALID : COLLECTION;
  }

  /** As it is written in settings. */
  public String settingName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The names that settings for it are looked for under, the first that is found first. */
  List<String> scopes() {
    List<String> scopes = new ArrayList<>();
    scopes.add(settingName());
    if (this == IMMUTABLE_ENTITY) {
      scopes.add(ENTITY.settingName());
    }
    return scopes;
  }

  static boolean isName(String scope) {
    for (RegionType type : values()) {
      if (type.settingName().equals(scope)) {
        return true;
      }
    }
    return false;
  }

  long defaultHotMaxEntries() {
    return this == QUERY
        ? ThermaeSettings.DEFAULT_QUERY_MAX_ENTRIES
        : ThermaeSettings.DEFAULT_HOT_MAX_ENTRIES;
  }
}
