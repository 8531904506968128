package io.github.thermae.spring.internal.cache;

import io.github.thermae.ThermaeCache;
import io.github.thermae.codec.BuiltInCodec;
import io.github.thermae.config.ThermaeConfiguration;
import org.springframework.cache.support.NullValue;

/**
 * What Spring's view must know of a cache.
 *
 * @param storesNulls whether it can hold Spring's placeholder for null: that must be of the value
 *     type, and written by a codec of ours, as one of the user's would meet a class that it does
 *     not know
 * @param readsThrough whether a read may call the cache's loader, which may take any time
 * @param writesThrough whether a removal is told to the cache's writer
 */
record CacheTraits(boolean storesNulls, boolean readsThrough, boolean writesThrough) {

  @SuppressWarnings("unchecked") // no type of the configuration is looked at but by reflection
  static CacheTraits of(ThermaeCache<?, ?> cache) {
    ThermaeConfiguration<?, ?> configuration = cache.getConfiguration(ThermaeConfiguration.class);
    return new CacheTraits(
        configuration.getValueType().isAssignableFrom(NullValue.class)
            && configuration.codec().map(CacheTraits::writesAnything).orElse(true),
        configuration.isReadThrough(),
        configuration.isWriteThrough());
  }

  private static boolean writesAnything(String codec) {
    return BuiltInCodec.of(codec).filter(c -> c != BuiltInCodec.BYTES).isPresent();
  }
}
