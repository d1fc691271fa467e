package io.tickwire.feed.venue.kucoin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tickwire.common.market.Decimals;
import java.io.IOException;

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

  private Reading reading = Reading.ABSENT;
  private long digits;
  private int scale;

  void clear() {
    reading = Reading.ABSENT;
    digits = 0;
    scale = 0;
  }

  /** Reads the value under the parser; nested values are skipped and malformed. */
  void read(JsonParser json) throws IOException {
    clear();
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
      reading = scan(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    } else if (token != JsonToken.VALUE_NULL) {
      reading = Reading.MALFORMED;
      json.skipChildren();
    }
  }

  private Reading scan(char[] text, int from, int length) {
    int end = from + length;
    if (length == 0) {
      return Reading.ABSENT;
    }
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

  private Reading scanMantissa(char[] text, int from, int end) {
    boolean fraction = false;
    boolean any = false;
    int zerosHeldBack = 0;
    for (int at = from; at < end; at++) {
      char c = text[at];
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
    if (digits > (Long.MAX_VALUE - digit) / 10) {
      return false;
    }
    digits = digits * 10 + digit;
    return true;
  }

  private Reading scanExponent(char[] text, int from, int end) {
    boolean signed = from < end && (text[from] == '-' || text[from] == '+');
    int exponent = 0;
    int at = signed ? from + 1 : from;
    if (at == end) {
      return Reading.MALFORMED;
    }
    for (; at < end; at++) {
      char c = text[at];
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
