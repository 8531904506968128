package io.github.thermae.internal.events;

/** What is behind {@link Events}, so that a JVM without the Flight Recorder loads none of it. */
interface Recorder {
  /** Records nothing. */
  Recorder NONE =
      new Recorder() {
        @Override
        public Span coldRead(String cache, int keys) {
          return Span.NONE;
        }

        @Override
        public Span coldWrite(String cache) {
          return Span.NONE;
        }

        @Override
        public Span load(String cache, int keys) {
          return Span.NONE;
        }

        @Override
        public Span flush(String cache) {
          return Span.NONE;
        }

        @Override
        public void left(String cache, Events.Tier tier, long entries) {}
      };

  Span coldRead(String cache, int keys);

  Span coldWrite(String cache);

  Span load(String cache, int keys);

  Span flush(String cache);

  void left(String cache, Events.Tier tier, long entries);
}
