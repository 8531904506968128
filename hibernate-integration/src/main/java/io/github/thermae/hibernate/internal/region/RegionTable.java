package io.github.thermae.hibernate.internal.region;

import io.github.thermae.hibernate.ThermaeSettings;
import io.github.thermae.hibernate.internal.config.FactorySettings;
import io.github.thermae.hibernate.internal.config.RegionSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hibernate.cache.cfg.spi.DomainDataCachingConfig;
import org.hibernate.cache.cfg.spi.DomainDataRegionConfig;
import org.hibernate.cache.spi.access.AccessType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log is told when a session factory has started: its regions, and what was set for
 * regions that there are not. Thread-safe: regions of queries may come later.
 */
public final class RegionTable {
  private static final Logger LOG = LoggerFactory.getLogger(RegionTable.class);

  private final FactorySettings settings;
  private final Map<String, List<String>> rows = new TreeMap<>();
  private final TreeSet<String> names = new TreeSet<>();
  private final TreeSet<String> transactional = new TreeSet<>();
  private boolean asked;

  /** A table without regions. */
  public RegionTable(FactorySettings settings) {
    this.settings = settings;
  }

  /** True when it is asked for the first time. */
  public synchronized boolean isFirst() {
    boolean first = !asked;
    asked = true;
    return first;
  }

  /** A region of entities, collections or natural ids. */
  public synchronized void add(
      DomainDataRegionConfig config, String qualified, RegionSettings region, String restore) {
    List<DomainDataCachingConfig> all = new ArrayList<>(config.getEntityCaching());
    all.addAll(config.getCollectionCaching());
    all.addAll(config.getNaturalIdCaching());
    String strategies =
        all.stream()
            .map(DomainDataCachingConfig::getAccessType)
            .distinct()
            .map(AccessType::getExternalName)
            .sorted()
            .collect(Collectors.joining(", "));
    if (all.stream().anyMatch(role -> role.getAccessType() == AccessType.TRANSACTIONAL)) {
      transactional.add(qualified);
    }
    add(config.getRegionName(), qualified, region, strategies, restore);
  }

  /** A region of query results. */
  public synchronized void addQuery(String name, String qualified, RegionSettings region) {
    add(name, qualified, region, "-", "no");
  }

  private void add(
      String name, String qualified, RegionSettings region, String strategies, String restore) {
    names.addAll(List.of(name, qualified));
    rows.put(
        qualified,
        List.of(
            qualified,
            region.type().settingName(),
            strategies,
            region.describeBounds(),
            region.describeLife(),
            restore));
  }

  /** Tells the log. */
  public synchronized void tell(String store) {
    if (LOG.isInfoEnabled() && !rows.isEmpty()) {
      LOG.info("Second-level cache regions in {}:\n{}", store, text());
    }
    if (!transactional.isEmpty()) {
      LOG.info(
          "Regions {} ask for TRANSACTIONAL and get READ_WRITE: what a transaction has not committed"
              + " is never shown to another one",
          transactional);
    }
    Collection<String> unknown = settings.unknownRegions(names);
    if (!unknown.isEmpty()) {
      LOG.warn(
          "There are settings {}<region>.* for regions {}, which do not exist (yet). Known regions"
              + " are {}",
          ThermaeSettings.PREFIX,
          unknown,
          rows.keySet());
    }
  }

  private String text() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("region", "type", "strategy", "bounds", "life", "restore"));
    lines.addAll(rows.values());
    int columns = lines.get(0).size();
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) {
        text.append("  ").append(line.get(i)).append(" ".repeat(widths[i] - line.get(i).length()));
      }
      text.append(System.lineSeparator());
    }
    return text.toString();
  }
}
