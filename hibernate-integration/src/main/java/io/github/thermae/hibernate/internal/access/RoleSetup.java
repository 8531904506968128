package io.github.thermae.hibernate.internal.access;

import java.util.Comparator;
import org.hibernate.cache.spi.DomainDataRegion;
import org.hibernate.cache.spi.access.AccessType;
import org.jspecify.annotations.Nullable;

/**
 * What an access is made of.
 *
 * @param region the region it is of
 * @param role its number in the region, which its keys bear
 * @param accessType the concurrency strategy that was asked for
 * @param keys makes its keys
 * @param versions the order of versions, or null where there are none
 * @param storage where the region's items lie
 * @param journal is told of invalidations
 * @param counters of the region
 * @param timestamps of the session factory
 * @param watch is told of statements that change rows nobody has listed
 * @param timeout how long a lock lives whose session is gone, in steps of the timestamps
 */
public record RoleSetup(
    DomainDataRegion region,
    int role,
    AccessType accessType,
    KeyMaker keys,
    @Nullable Comparator<Object> versions,
    RegionStorage storage,
    InvalidationJournal journal,
    AccessCounters counters,
    Timestamps timestamps,
    BulkWatch watch,
    long timeout) {}
