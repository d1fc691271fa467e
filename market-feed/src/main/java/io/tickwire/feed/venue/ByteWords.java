package io.tickwire.feed.venue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Text in an array, eight bytes at a time; the first byte is the lowest. Pure. */
public final class ByteWords {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private ByteWords() {}

  /** The eight bytes from there, all of them inside the array. */
  public static long at(byte[] bytes, int from) {
    return (long) LONGS.get(bytes, from);
  }

  /** The first bytes of a text, at most eight; zeros above a shorter one. */
  public static long first(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length >= Long.BYTES) {
      return at(bytes, from);
    }
    if (from + Long.BYTES <= bytes.length) {
      return length == 0 ? 0 : at(bytes, from) & (-1L >>> (Long.SIZE - length * Byte.SIZE));
    }
    long word = 0;
    for (int i = to - 1; i >= from; i--) {
      word = word << Byte.SIZE | (bytes[i] & 0xff);
    }
    return word;
  }

  /** The last bytes of a text, like {@link #first}. */
  public static long last(byte[] bytes, int from, int to) {
    return to - from >= Long.BYTES ? at(bytes, to - Long.BYTES) : first(bytes, from, to);
  }

  /** Whether all eight are decimal digits. */
  public static boolean areDigits(long word) {
    return ((word & 0xF0F0F0F0F0F0F0F0L)
            | (((word + 0x0606060606060606L) & 0xF0F0F0F0F0F0F0F0L) >>> 4))
        == 0x3333333333333333L;
  }

  /** The number that eight decimal digits spell: pairs, then fours, then all at once. */
  public static long eightDigits(long word) {
    long pairs = ((word & 0x0F0F0F0F0F0F0F0FL) * ((10 << 8) + 1)) >>> 8;
    long fours = ((pairs & 0x00FF00FF00FF00FFL) * ((100 << 16) + 1)) >>> 16;
    return ((fours & 0x0000FFFF0000FFFFL) * ((10_000L << 32) + 1)) >>> 32;
  }
}
