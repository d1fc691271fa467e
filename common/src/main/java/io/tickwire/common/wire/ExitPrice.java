package io.tickwire.common.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The price of a stop or target in an order: {@code "59000"}, or {@code {"percent":"2"}} away from
 * the price that the position opens at. Exactly one of the two.
 *
 * @param percent positive: below the fill for the stop of a long and the target of a short, above
 *     it for the others
 */
public record ExitPrice(@Nullable BigDecimal price, @Nullable BigDecimal percent) {
  private static final String PERCENT = "percent";

  public ExitPrice {
    if ((price == null) == (percent == null)) {
      throw new IllegalArgumentException("an exit is either a price or a percentage");
    }
  }

  public static ExitPrice at(BigDecimal price) {
    return new ExitPrice(price, null);
  }

  public static ExitPrice percent(BigDecimal percent) {
    return new ExitPrice(null, percent);
  }

  /**
   * @throws IllegalArgumentException with a message fit for a client when it is neither
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static ExitPrice parse(JsonNode value) {
    if (value.isTextual()) {
      return at(Json.decimal(value.textValue()));
    }
    if (value.isObject() && value.path(PERCENT).isTextual()) {
      return percent(Json.decimal(value.get(PERCENT).textValue()));
    }
    throw new IllegalArgumentException(
        "must be a decimal string such as \"60000.1\", or {\"percent\":\"2\"}");
  }

  @JsonValue
  Object json() {
    return price != null ? price : Map.of(PERCENT, percentOrZero());
  }

  private BigDecimal percentOrZero() {
    return percent == null ? BigDecimal.ZERO : percent;
  }
}
