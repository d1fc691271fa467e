package io.tickwire.feed.venue.kucoin;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.market.Decimals;
import java.math.BigDecimal;

/**
 * Numbers out of rows of REST answers, given as strings or as JSON numbers and never through a
 * float. A field is named by its name or its place.
 */
final class RowNumbers {
  /** An exponent beyond it would cost memory, and means no price. */
  private static final int MOST_SCALE = 40;

  private RowNumbers() {}

  /**
   * A price or size without trailing zeros, of scale 0 to 18.
   *
   * @throws IllegalArgumentException when it is missing, no number, or not above zero
   */
  static BigDecimal positive(JsonNode row, Object field) {
    BigDecimal value = decimal(row, field);
    if (value.signum() <= 0) {
      throw new IllegalArgumentException("not above zero: field=" + field);
    }
    BigDecimal stripped = value.stripTrailingZeros();
    BigDecimal plain = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    if (plain.scale() > Decimals.MAX_SCALE) {
      throw new IllegalArgumentException("too many decimals: field=" + field);
    }
    return plain;
  }

  /**
   * @throws IllegalArgumentException when it is missing or no whole number above zero
   */
  static long whole(JsonNode row, Object field) {
    try {
      long value = decimal(row, field).longValueExact();
      if (value > 0) {
        return value;
      }
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("no whole number of 64 bits: field=" + field, e);
    }
    throw new IllegalArgumentException("not above zero: field=" + field);
  }

  /**
   * @throws IllegalArgumentException when it does not fit
   */
  static long digits(BigDecimal value, int scale) {
    try {
      return value.setScale(scale).unscaledValue().longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("more digits than 64 bits hold", e);
    }
  }

  private static BigDecimal decimal(JsonNode row, Object field) {
    JsonNode value = field instanceof Integer place ? row.path(place) : row.path(field.toString());
    try {
      BigDecimal number = new BigDecimal(value.asText());
      if (Math.abs((long) number.scale()) > MOST_SCALE) {
        throw new IllegalArgumentException("not a plausible number: field=" + field);
      }
      return number;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a number: field=" + field, e);
    }
  }
}
