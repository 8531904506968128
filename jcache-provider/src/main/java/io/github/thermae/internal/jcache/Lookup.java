package io.github.thermae.internal.jcache;

/** How an operation counts in the statistics of reads (JSR-107, "Cache Statistics"). */
enum Lookup {
  /** Not at all. */
  UNCOUNTED,
  /** It found what it asked for. */
  HIT,
  /** It did not. */
  MISS
}
