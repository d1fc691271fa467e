package io.tickwire.rules.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Position;
import io.tickwire.rules.accounting.OrderCheck;
import io.tickwire.rules.accounting.Refusal;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Works out an edited position, or why it cannot be. Pure. */
final class PositionEdit {
  private static final String STOP = "stop_loss";
  private static final String TARGET = "take_profit";
  private static final Set<String> FIELDS = Set.of(STOP, TARGET);

  private PositionEdit() {}

  /** Either the position as it should stand or a refusal. */
  sealed interface Result {
    record Edited(Position position) implements Result {}

    record Refused(Refusal refusal) implements Result {}
  }

  /** The first field that cannot be changed, or null. */
  static @Nullable String unknownField(Map<String, JsonNode> changes) {
    Set<String> unknown = new TreeSet<>(changes.keySet());
    unknown.removeAll(FIELDS);
    return unknown.isEmpty() ? null : unknown.iterator().next();
  }

  /**
   * @param price the current one
   */
  static Result apply(
      Position position, Map<String, JsonNode> changes, Instrument instrument, BigDecimal price) {
    for (Map.Entry<String, JsonNode> change : changes.entrySet()) {
      JsonNode value = change.getValue();
      if (!value.isNull() && !value.isTextual()) {
        return refused(change.getKey(), "must be a decimal string such as \"60000.1\", or null");
      }
    }
    BigDecimal stop;
    BigDecimal target;
    try {
      stop = changed(changes, STOP, position.stopLoss());
      target = changed(changes, TARGET, position.takeProfit());
    } catch (IllegalArgumentException e) {
      String field = isDecimal(changes.get(STOP)) ? TARGET : STOP;
      return refused(field, "must be a decimal string such as \"60000.1\", or null");
    }
    Refusal refusal =
        OrderCheck.position(
            instrument,
            position.side(),
            position.openQuantity(),
            position.leverage(),
            price,
            stop,
            target,
            position.liquidationPrice(),
            false);
    return refusal != null
        ? new Result.Refused(refusal)
        : new Result.Edited(edited(position, stop, target));
  }

  private static Result refused(String field, String message) {
    return new Result.Refused(new Refusal(ErrorCode.INVALID, field, field + " " + message));
  }

  private static @Nullable BigDecimal changed(
      Map<String, JsonNode> changes, String field, @Nullable BigDecimal before) {
    JsonNode value = changes.get(field);
    if (value == null) {
      return before;
    }
    return value.isNull() ? null : Json.decimal(value.textValue());
  }

  private static boolean isDecimal(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return true;
    }
    try {
      Json.decimal(value.textValue());
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Position edited(
      Position position, @Nullable BigDecimal stop, @Nullable BigDecimal target) {
    return position
        .change()
        .stopLoss(stop)
        .takeProfit(target)
        .version(position.version() + 1)
        .done();
  }
}
