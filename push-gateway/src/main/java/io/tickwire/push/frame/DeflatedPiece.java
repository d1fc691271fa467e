package io.tickwire.push.frame;

import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * Makes pieces of a deflate stream that refer to nothing before them, so that any of them can stand
 * after any other in one message: compressed once, they serve every batch of every connection.
 *
 * <p>A piece lacks the last four bytes of the empty stored block that a flush ends with. Its three
 * header bits are there: what follows must be the length and content of a stored block, which may
 * be empty. A message that ends with a piece is a whole one by RFC 7692, which wants those four
 * bytes left out.
 */
final class DeflatedPiece {
  private static final int LEFT_OUT = 4;
  private static final int MOST_STORED = 0xffff;

  /** A new one costs more than most pieces: it has 256 KiB to clear. */
  private static final ThreadLocal<Deflater> DEFLATER =
      ThreadLocal.withInitial(() -> new Deflater(Deflater.DEFAULT_COMPRESSION, true));

  private DeflatedPiece() {}

  static byte[] of(byte[] content) {
    Deflater deflater = DEFLATER.get();
    try {
      deflater.setInput(content);
      byte[] out = new byte[content.length + 64];
      int length = 0;
      while (true) {
        length += deflater.deflate(out, length, out.length - length, Deflater.SYNC_FLUSH);
        // Space left over means that the flush has ended.
        if (length < out.length) {
          return Arrays.copyOf(out, length - LEFT_OUT);
        }
        out = Arrays.copyOf(out, out.length * 2);
      }
    } finally {
      deflater.reset();
    }
  }

  /** What follows a piece: length and content of a stored block. */
  static byte[] stored(byte[] content) {
    if (content.length > MOST_STORED) {
      throw new IllegalArgumentException("too long for a stored block: " + content.length);
    }
    byte[] block = new byte[LEFT_OUT + content.length];
    block[0] = (byte) content.length;
    block[1] = (byte) (content.length >>> 8);
    block[2] = (byte) ~content.length;
    block[3] = (byte) (~content.length >>> 8);
    System.arraycopy(content, 0, block, LEFT_OUT, content.length);
    return block;
  }

  /** The same at the end of a message, which is an empty block without its last four bytes. */
  static byte[] storedLast(byte[] content) {
    byte[] block = stored(content);
    return Arrays.copyOf(block, block.length + 1);
  }
}
