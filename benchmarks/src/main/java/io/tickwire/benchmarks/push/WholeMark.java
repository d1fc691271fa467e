package io.tickwire.benchmarks.push;

import java.nio.ByteBuffer;

/**
 * A mark {@code ~sequence:time~} that lies whole in a buffer, read eight bytes at a time. For
 * little-endian buffers: the first of eight bytes is the lowest.
 */
final class WholeMark {
  /** Of one of its numbers; a longer one is not taken. */
  private static final int MOST_DIGITS = 2 * Long.BYTES;

  /** That many bytes are looked at from where a mark opens. */
  private static final int REACH = 1 + 2 * (MOST_DIGITS + 1);

  private static final int WORDS = 4 * Long.BYTES;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHEST_BITS = 0x8080808080808080L;
  private static final long TILDES = '~' * ONES;
  private static final long ZEROS = '0' * ONES;

  /** What lifts '~', and all above it, to the highest bit of a byte. */
  private static final long ABOVE_TILDE = (0x80 - '~') * ONES;

  /** What lifts 10 to the highest bit of a byte. */
  private static final long ABOVE_NINE = (0x80 - 10) * ONES;

  private static final long[] POWERS_OF_TEN = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };

  private long sequence;
  private long number;
  private int end;

  long sequence() {
    return sequence;
  }

  long time() {
    return number;
  }

  /** Where the bytes after it begin. */
  int end() {
    return end;
  }

  /**
   * Where the next '~' is. Fewer than eight bytes at the end are not looked at: where they begin if
   * there is none before.
   */
  static int open(ByteBuffer bytes, int from, int end) {
    int at = from;
    while (at <= end - WORDS && !mayHoldTilde(bytes, at)) {
      at += WORDS;
    }
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      long other = bytes.getLong(at) ^ TILDES;
      long tildes = (other - ONES) & ~other & HIGHEST_BITS;
      if (tildes != 0) {
        return at + Long.numberOfTrailingZeros(tildes) / Byte.SIZE;
      }
    }
    return at;
  }

  /** Whether a byte of four words is '~' or above; a carry can only add to those. */
  private static boolean mayHoldTilde(ByteBuffer bytes, int at) {
    long lifted =
        (bytes.getLong(at) + ABOVE_TILDE)
            | (bytes.getLong(at + Long.BYTES) + ABOVE_TILDE)
            | (bytes.getLong(at + 2 * Long.BYTES) + ABOVE_TILDE)
            | (bytes.getLong(at + 3 * Long.BYTES) + ABOVE_TILDE);
    return (lifted & HIGHEST_BITS) != 0;
  }

  /** Whether a whole mark opens there; then this is that one. */
  boolean isAt(ByteBuffer bytes, int open, int limit) {
    if (open > limit - REACH
        || bytes.get(open) != '~'
        || !takeNumber(bytes, open + 1, (byte) ':')) {
      return false;
    }
    sequence = number;
    return takeNumber(bytes, end, (byte) '~');
  }

  /** Whether there are digits there and that byte behind them. */
  private boolean takeNumber(ByteBuffer bytes, int from, byte closing) {
    long word = bytes.getLong(from) ^ ZEROS;
    int digits = digits(word);
    if (digits == 0) {
      return false;
    }
    number = value(word, digits);
    if (digits == Long.BYTES) {
      long next = bytes.getLong(from + Long.BYTES) ^ ZEROS;
      int more = digits(next);
      number = more == 0 ? number : number * POWERS_OF_TEN[more] + value(next, more);
      digits += more;
    }
    end = from + digits + 1;
    return bytes.get(end - 1) == closing;
  }

  /** How many bytes are 0 to 9 before one that is not. */
  private static int digits(long word) {
    long others = ((word + ABOVE_NINE) | word) & HIGHEST_BITS;
    return Long.numberOfTrailingZeros(others) / Byte.SIZE;
  }

  /** The number that the first so many bytes are, at least one: pairs, then fours, then eight. */
  private static long value(long word, int digits) {
    long ones = word << (Long.SIZE - digits * Byte.SIZE);
    long pairs = (ones * 10 + (ones >>> 8)) & 0x00FF00FF00FF00FFL;
    long fours = (pairs * 100 + (pairs >>> 16)) & 0x0000FFFF0000FFFFL;
    return (fours * 10_000 + (fours >>> 32)) & 0xFFFFFFFFL;
  }
}
