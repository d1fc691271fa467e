package io.tickwire.feed.venue.kucoin;

import io.tickwire.common.market.Decimals;
import io.tickwire.feed.venue.ByteWords;

/**
 * A number of a frame, given as JSON string or number, with or without exponent, read exactly into
 * {@code digits × 10^-scale} without an object. Trailing zeros of the fraction are dropped, so
 * equal values read equal. Reused frame after frame; not thread-safe.
 */
final class DecimalField {
  /** What became of the last read. */
  enum Reading {
    /** Not in the frame, null or an empty string. */
    ABSENT,
    VALUE,
    /** Not a number. */
    MALFORMED,
    /** More than 64 bits or 18 decimals. */
    TOO_LONG
  }

  private static final int LARGEST_EXPONENT = 40;

  /** Characters: 19 digits below 9 × 10^18 fit, as do 18 digits and a point. */
  private static final int MOST_PLAIN = 19;

  /** Below it one more digit fits for sure. */
  private static final long SURE_TO_FIT = Long.MAX_VALUE / 10 - 1;

  private Reading reading = Reading.ABSENT;
  private long digits;
  private int scale;

  /** Nothing was given. */
  void clear() {
    reading = Reading.ABSENT;
    digits = 0;
    scale = 0;
  }

  /** Something was given that is no number at all. */
  void malformed() {
    clear();
    reading = Reading.MALFORMED;
  }

  /** Reads UTF-8 text without its quotes. */
  void read(byte[] text, int from, int end) {
    clear();
    if (from != end && !scanPlain(text, from, end)) {
      reading = scan(text, from, end);
    }
  }

  /** Digits and at most one point, few enough to fit; false leaves it to the thorough scan. */
  private boolean scanPlain(byte[] text, int from, int end) {
    if (end - from > MOST_PLAIN) {
      return false;
    }
    long value = 0;
    int point = end;
    int at = from;
    while (at < end) {
      if (at + Long.BYTES <= end && ByteWords.areDigits(ByteWords.at(text, at))) {
        value = value * 100_000_000 + ByteWords.eightDigits(ByteWords.at(text, at));
        at += Long.BYTES;
      } else if (text[at] == '.' && point == end) {
        point = at++;
      } else if (text[at] >= '0' && text[at] <= '9') {
        value = value * 10 + (text[at++] - '0');
      } else {
        return false;
      }
    }
    boolean fits = end - from < MOST_PLAIN || point < end || text[from] < '9';
    if (!fits || (point < end && end - from == 1)) {
      return false;
    }
    digits = value;
    scale = point == end ? 0 : end - point - 1;
    reading = settle();
    return true;
  }

  private Reading scan(byte[] text, int from, int end) {
    boolean negative = text[from] == '-';
    int at = negative ? from + 1 : from;
    int mantissaEnd = at;
    while (mantissaEnd < end && text[mantissaEnd] != 'e' && text[mantissaEnd] != 'E') {
      mantissaEnd++;
    }
    Reading mantissa = scanMantissa(text, at, mantissaEnd);
    if (mantissa != Reading.VALUE) {
      return mantissa;
    }
    digits = negative ? -digits : digits;
    return mantissaEnd == end ? settle() : scanExponent(text, mantissaEnd + 1, end);
  }

  private Reading scanMantissa(byte[] text, int from, int end) {
    boolean fraction = false;
    boolean any = false;
    int zerosHeldBack = 0;
    for (int at = from; at < end; at++) {
      byte c = text[at];
      if (c == '.' && !fraction) {
        fraction = true;
      } else if (c < '0' || c > '9') {
        return Reading.MALFORMED;
      } else {
        any = true;
        if (c == '0' && fraction) {
          zerosHeldBack++;
        } else if (append(c - '0', fraction ? zerosHeldBack : 0)) {
          scale += fraction ? zerosHeldBack + 1 : 0;
          zerosHeldBack = 0;
        } else {
          return Reading.TOO_LONG;
        }
      }
    }
    return any ? Reading.VALUE : Reading.MALFORMED;
  }

  /** False when it does not fit. */
  private boolean append(int digit, int zerosBefore) {
    for (int i = 0; i < zerosBefore && digits != 0; i++) {
      if (digits > Long.MAX_VALUE / 10) {
        return false;
      }
      digits *= 10;
    }
    if (digits >= SURE_TO_FIT && digits > (Long.MAX_VALUE - digit) / 10) {
      return false;
    }
    digits = digits * 10 + digit;
    return true;
  }

  private Reading scanExponent(byte[] text, int from, int end) {
    boolean signed = from < end && (text[from] == '-' || text[from] == '+');
    int exponent = 0;
    int at = signed ? from + 1 : from;
    if (at == end) {
      return Reading.MALFORMED;
    }
    for (; at < end; at++) {
      byte c = text[at];
      if (c < '0' || c > '9') {
        return Reading.MALFORMED;
      }
      exponent = Math.min(LARGEST_EXPONENT, exponent * 10 + (c - '0'));
    }
    scale += signed && text[from] == '-' ? exponent : -exponent;
    return settle();
  }

  /** Brings the scale into 0 to 18. */
  private Reading settle() {
    if (digits == 0) {
      scale = 0;
    }
    while (scale > 0 && digits % 10 == 0) {
      digits /= 10;
      scale--;
    }
    while (scale < 0) {
      if (Math.abs(digits) > Long.MAX_VALUE / 10) {
        return Reading.TOO_LONG;
      }
      digits *= 10;
      scale++;
    }
    return scale > Decimals.MAX_SCALE ? Reading.TOO_LONG : Reading.VALUE;
  }

  Reading reading() {
    return reading;
  }

  boolean isWhole() {
    return reading == Reading.VALUE && scale == 0;
  }

  long digits() {
    return digits;
  }

  /** 0 to 18. */
  int scale() {
    return scale;
  }
}
