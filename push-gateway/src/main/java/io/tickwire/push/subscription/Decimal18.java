package io.tickwire.push.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * A number that filters compare, exact: up to 18 digits before the point and 18 behind it.
 *
 * @param whole the greatest integer that is not above the number
 * @param fractionE18 what is missing to the number, in units of 10^-18; never negative
 */
public record Decimal18(long whole, long fractionE18) implements Comparable<Decimal18> {
  private static final int DIGITS = 18;
  private static final int LONGEST_TEXT = 40;
  private static final BigInteger ONE = BigInteger.TEN.pow(DIGITS);

  /** Null when it is no number, or one with more digits than fit. */
  public static @Nullable Decimal18 of(JsonNode value) {
    BigDecimal number = number(value);
    return number == null ? null : of(number);
  }

  /** Null when it has more digits than fit. */
  public static @Nullable Decimal18 of(BigDecimal number) {
    // Looked at before any arithmetic: 1e999999999 has one digit until it is written out.
    if (number.signum() != 0 && (long) number.precision() - number.scale() > DIGITS) {
      return null;
    }
    BigDecimal short18 = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    if (short18.scale() > DIGITS) {
      return null;
    }
    BigDecimal floor = short18.setScale(0, RoundingMode.FLOOR);
    BigInteger fraction = short18.subtract(floor).setScale(DIGITS).unscaledValue();
    return new Decimal18(floor.longValueExact(), fraction.longValueExact());
  }

  private static @Nullable BigDecimal number(JsonNode value) {
    if (value.isFloat() || value.isDouble()) {
      return Double.isFinite(value.doubleValue()) ? value.decimalValue() : null;
    }
    if (value.isNumber()) {
      return value.decimalValue();
    }
    return value.isTextual() ? number(value.textValue()) : null;
  }

  private static @Nullable BigDecimal number(String text) {
    if (text.isEmpty() || text.length() > LONGEST_TEXT || !startsLikeANumber(text.charAt(0))) {
      return null;
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean startsLikeANumber(char first) {
    return first == '-' || (first >= '0' && first <= '9');
  }

  /** As a person would write it: no exponent, no zeros at the end. */
  @Override
  public String toString() {
    BigInteger units = BigInteger.valueOf(whole).multiply(ONE).add(BigInteger.valueOf(fractionE18));
    return units.signum() == 0
        ? "0"
        : new BigDecimal(units, DIGITS).stripTrailingZeros().toPlainString();
  }

  @Override
  public int compareTo(Decimal18 other) {
    int byWhole = Long.compare(whole, other.whole);
    return byWhole != 0 ? byWhole : Long.compare(fractionE18, other.fractionE18);
  }
}
