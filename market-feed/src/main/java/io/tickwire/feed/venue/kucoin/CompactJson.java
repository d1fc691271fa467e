package io.tickwire.feed.venue.kucoin;

import io.tickwire.feed.venue.ByteWords;

/**
 * Finds where strings and numbers of JSON text end, as long as they are plain: ASCII without
 * escapes, numbers without exponent. Everything else is {@link #UNUSUAL}, which says nothing about
 * whether it is right. Pure.
 */
final class CompactJson {
  static final int UNUSUAL = -1;

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long SPACES = ' ' * ONES;

  private CompactJson() {}

  /** The place of the closing quote of the string whose first character is at {@code from}. */
  static int stringEnd(byte[] bytes, int from, int end) {
    int at = from;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      long stops = stops(ByteWords.at(bytes, at));
      if (stops != 0) {
        int found = at + (Long.numberOfTrailingZeros(stops) >>> 3);
        return bytes[found] == '"' ? found : UNUSUAL;
      }
    }
    for (; at < end; at++) {
      byte c = bytes[at];
      if (c == '"') {
        return at;
      }
      if (c == '\\' || c < ' ') {
        return UNUSUAL;
      }
    }
    return UNUSUAL;
  }

  /**
   * The high bits of quotes, backslashes, control characters and bytes beyond ASCII. The lowest one
   * set is true; borrows may set others above it.
   */
  private static long stops(long word) {
    long quotes = word ^ QUOTES;
    long backslashes = word ^ BACKSLASHES;
    return (((quotes - ONES) & ~quotes)
            | ((backslashes - ONES) & ~backslashes)
            | ((word - SPACES) & ~word)
            | word)
        & HIGHS;
  }

  /** The place after the number that begins at {@code from}. */
  static int numberEnd(byte[] bytes, int from, int end) {
    int at = from < end && bytes[from] == '-' ? from + 1 : from;
    int whole = digitsEnd(bytes, at, end);
    if (whole == at || (bytes[at] == '0' && whole > at + 1)) {
      return UNUSUAL;
    }
    if (whole == end || bytes[whole] != '.') {
      return ended(bytes, whole, end);
    }
    int fraction = digitsEnd(bytes, whole + 1, end);
    return fraction == whole + 1 ? UNUSUAL : ended(bytes, fraction, end);
  }

  private static int digitsEnd(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at;
  }

  private static int ended(byte[] bytes, int at, int end) {
    return at < end && (bytes[at] == ',' || bytes[at] == '}') ? at : UNUSUAL;
  }
}
