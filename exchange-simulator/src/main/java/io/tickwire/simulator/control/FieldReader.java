package io.tickwire.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/** Reads the fields of one item of a control call and says which one is wrong. */
final class FieldReader {

  /**
   * Wide enough for any price, narrow enough that no exponent makes a number of a million digits.
   */
  private static final int MAX_SCALE = 12;

  private static final BigDecimal MAX_VALUE = new BigDecimal("1000000000");

  /**
   * Below this a time is in milliseconds (until the year 33658), from here on in nanoseconds (since
   * 1970-01-12).
   */
  private static final long FIRST_NS = 1_000_000_000_000_000L;

  private static final long NS_PER_MS = 1_000_000L;

  private final String prefix;
  private final JsonNode item;

  /** {@code prefix} stands before field names in sentences: {@code [3].} within a list. */
  FieldReader(String prefix, JsonNode item) {
    this.prefix = prefix;
    this.item = item;
  }

  String path(String field) {
    return prefix + field;
  }

  boolean has(String field) {
    return !isAbsent(field);
  }

  void require(String field, boolean holds, String rule) throws BadControlCall {
    if (!holds) {
      throw bad(field, rule);
    }
  }

  String text(String field) throws BadControlCall {
    require(field, item.path(field).isTextual(), "must be a string");
    return item.path(field).asText();
  }

  String text(String field, String otherwise) throws BadControlCall {
    return isAbsent(field) ? otherwise : text(field);
  }

  BigDecimal decimal(String field, BigDecimal otherwise) throws BadControlCall {
    return isAbsent(field) ? otherwise : decimal(field);
  }

  /** A positive decimal, as a string or a number. */
  BigDecimal decimal(String field) throws BadControlCall {
    JsonNode node = item.path(field);
    require(field, node.isTextual() || node.isNumber(), "must be a decimal");
    BigDecimal value;
    try {
      value = node.isNumber() ? node.decimalValue() : new BigDecimal(node.asText());
    } catch (NumberFormatException e) {
      throw bad(field, "must be a decimal, not \"" + node.asText() + "\"");
    }
    require(field, value.signum() > 0, "must be greater than zero");
    require(
        field,
        value.scale() <= MAX_SCALE
            && value.scale() >= -MAX_SCALE
            && value.compareTo(MAX_VALUE) <= 0,
        "must be at most " + MAX_VALUE + " with at most " + MAX_SCALE + " decimals");
    return value;
  }

  long integer(String field, long otherwise, long least, long most) throws BadControlCall {
    if (isAbsent(field)) {
      return otherwise;
    }
    JsonNode node = item.path(field);
    require(field, node.isIntegralNumber() && node.canConvertToLong(), "must be an integer");
    long value = node.asLong();
    require(field, value >= least && value <= most, "must be between " + least + " and " + most);
    return value;
  }

  /** Epoch milliseconds or nanoseconds, told apart by size; answers nanoseconds. */
  long timeNs(String field, long otherwise) throws BadControlCall {
    if (isAbsent(field)) {
      return otherwise;
    }
    long time = integer(field, otherwise, 1, Long.MAX_VALUE);
    return time < FIRST_NS ? Math.multiplyExact(time, NS_PER_MS) : time;
  }

  private boolean isAbsent(String field) {
    return item.path(field).isMissingNode() || item.path(field).isNull();
  }

  private BadControlCall bad(String field, String rule) {
    return new BadControlCall("bad_request", path(field) + ": " + rule + ".");
  }
}
