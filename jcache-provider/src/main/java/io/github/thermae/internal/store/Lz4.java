package io.github.thermae.internal.store;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** LZ4 blocks. Apart from the rest, so that the rest loads without that jar. */
final class Lz4 {
  private static final LZ4Compressor COMPRESSOR = LZ4Factory.fastestInstance().fastCompressor();
  private static final LZ4SafeDecompressor DECOMPRESSOR =
      LZ4Factory.fastestInstance().safeDecompressor();

  private Lz4() {}

  /** How long a block can become. */
  static int bytesMax(int bytes) {
    return COMPRESSOR.maxCompressedLength(bytes);
  }

  /** Compresses all of the source, and returns how long the block is. */
  static int compress(byte[] source, byte[] target, int offset) {
    return COMPRESSOR.compress(source, 0, source.length, target, offset, target.length - offset);
  }

  /** Whether the block, from an offset to the end, fills the target exactly. */
  static boolean decompress(byte[] source, int offset, byte[] target) {
    try {
      return DECOMPRESSOR.decompress(source, offset, source.length - offset, target, 0)
          == target.length;
    } catch (LZ4Exception e) {
      return false;
    }
  }
}
