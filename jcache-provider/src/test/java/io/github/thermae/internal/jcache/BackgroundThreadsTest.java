package io.github.thermae.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Loads are always run by somebody, since somebody may be waiting for their end. */
class BackgroundThreadsTest {
  @Test
  void load_afterShutdown_runsInTheCaller() {
    BackgroundThreads threads = new BackgroundThreads("test");
    threads.shutdown();
    List<Thread> ran = new ArrayList<>();
    threads.loads().execute(() -> ran.add(Thread.currentThread()));
    assertThat(ran).containsExactly(Thread.currentThread());
  }

  @Test
  void load_allThreadsBusy_runsInTheCaller() throws Exception {
    BackgroundThreads threads = new BackgroundThreads("test");
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(32);
    for (int i = 0; i < 32; i++) {
      threads
          .loads()
          .execute(
              () -> {
                busy.countDown();
                try {
                  assertThat(goOn.await(10, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              });
    }
    assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
    List<Thread> ran = new ArrayList<>();
    threads.loads().execute(() -> ran.add(Thread.currentThread()));
    assertThat(ran).containsExactly(Thread.currentThread());
    goOn.countDown();
    threads.shutdown();
  }
}
