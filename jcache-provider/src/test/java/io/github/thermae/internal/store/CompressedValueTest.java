package io.github.thermae.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Values as LZ4 blocks, and bytes that only look like some. */
final class CompressedValueTest {
  private final Random random = new Random(7);

  private static byte[] repetitive(int bytes) {
    byte[] value = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      value[i] = (byte) (i % 23);
    }
    return value;
  }

  private byte[] noise(int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return value;
  }

  @Test
  void compressed_repetitiveValues_comeBackSmaller() {
    for (int bytes : new int[] {100, 1_000, 100_000, 5_000_000}) {
      byte[] value = repetitive(bytes);
      byte[] compressed = CompressedValue.compressed(value);
      assertThat(compressed).isNotNull();
      assertThat(compressed.length).isLessThan(bytes / 2);
      assertThat(CompressedValue.value(compressed)).isEqualTo(value);
    }
  }

  @Test
  void compressed_noise_doesNotPay() {
    assertThat(CompressedValue.compressed(noise(10_000))).isNull();
    assertThat(CompressedValue.compressed(new byte[0])).isNull();
  }

  @Test
  void compressed_gainOfLessThanAnEighth_doesNotPay() {
    byte[] value = noise(10_000);
    Arrays.fill(value, 0, 1_000, (byte) 1);
    assertThat(CompressedValue.compressed(value)).isNull();
    Arrays.fill(value, 0, 2_000, (byte) 1);
    assertThat(CompressedValue.compressed(value)).isNotNull();
  }

  /** LZ4's own best: a length just under the bound must still be taken. */
  @Test
  void value_ofTheHighestRatio_comesBack() {
    byte[] zeros = new byte[10_000_000];
    byte[] compressed = CompressedValue.compressed(zeros);
    assertThat(compressed).isNotNull();
    assertThat(CompressedValue.value(compressed)).isEqualTo(zeros);
  }

  @Test
  void value_wrongLength_isRefused() {
    byte[] compressed = CompressedValue.compressed(repetitive(1_000));
    assertThat(compressed).isNotNull();
    for (int length : new int[] {0, 1, 999, 1_001, 2_000, -1}) {
      byte[] forged = compressed.clone();
      ByteBuffer.wrap(forged).putInt(length);
      assertThat(CompressedValue.value(forged)).as("length %d", length).isNull();
    }
  }

  @Test
  void value_hugeLength_allocatesNothingLikeIt() {
    byte[] forged = new byte[40];
    long before = allocated();
    for (int length : new int[] {Integer.MAX_VALUE, 1_000_000_001, 200_000_000, 36 * 255 + 1}) {
      ByteBuffer.wrap(forged).putInt(length);
      assertThat(CompressedValue.value(forged)).isNull();
    }
    assertThat(allocated() - before).isLessThan(10_000_000);
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @Test
  void value_anyBytes_isAValueOrRefused() {
    byte[] compressed = CompressedValue.compressed(repetitive(500));
    assertThat(compressed).isNotNull();
    for (int length = 0; length < compressed.length; length++) {
      assertThat(CompressedValue.value(Arrays.copyOf(compressed, length))).isNull();
    }
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = compressed.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      byte[] value = CompressedValue.value(damaged);
      if (value != null) {
        assertThat(value.length).isLessThanOrEqualTo(damaged.length * CompressedValue.RATIO_MAX);
      }
      byte[] noise = noise(random.nextInt(60));
      if (noise.length >= 4) {
        ByteBuffer.wrap(noise).putInt(random.nextInt(500));
      }
      byte[] ofNoise = CompressedValue.value(noise);
      assertThat(ofNoise == null || ofNoise.length < 500).isTrue();
    }
  }
}
