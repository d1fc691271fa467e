package io.tickwire.rules.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.ExitPrice;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.TakeProfit;
import io.tickwire.common.wire.TrailingStop;
import io.tickwire.rules.accounting.ExitCheck;
import io.tickwire.rules.accounting.Exits;
import io.tickwire.rules.accounting.OrderCheck;
import io.tickwire.rules.accounting.Refusal;
import java.io.Serial;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Works out an edited position, or why it cannot be. Pure. */
final class PositionEdit {
  private static final String STOP = "stop_loss";
  private static final String TARGET = "take_profit";
  private static final String TARGETS = "take_profits";
  private static final String TRAILING = "trailing_stop";
  private static final Set<String> FIELDS = Set.of(STOP, TARGET, TARGETS, TRAILING);

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
   * @param position as it stands
   * @param price the current one; a percentage counts from the entry
   */
  static Result apply(
      Position position, Map<String, JsonNode> changes, Instrument instrument, BigDecimal price) {
    Exits.Asked asked;
    try {
      asked = asked(position, changes);
    } catch (Unreadable e) {
      return refused(e.field, e.message);
    }
    Refusal refusal = asked.refusal();
    if (refusal != null) {
      return new Result.Refused(refusal);
    }
    Exits exits = asked.at(instrument, position.side(), position.entryPrice());
    refusal =
        OrderCheck.position(
            instrument,
            position.side(),
            position.openQuantity(),
            position.leverage(),
            price,
            exits.stopLoss(),
            exits.takeProfit(),
            position.liquidationPrice(),
            false);
    if (refusal == null) {
      refusal =
          ExitCheck.exits(
              instrument, position.side(), price, position.openQuantity(), exits, false);
    }
    return refusal != null
        ? new Result.Refused(refusal)
        : new Result.Edited(edited(position, exits));
  }

  private static Result refused(String field, String message) {
    return new Result.Refused(new Refusal(ErrorCode.INVALID, field, field + " " + message));
  }

  private static Exits.Asked asked(Position position, Map<String, JsonNode> changes)
      throws Unreadable {
    BigDecimal stop = position.stopLoss();
    BigDecimal target = position.takeProfit();
    return new Exits.Asked(
        changes.containsKey(STOP)
            ? exit(STOP, changes.get(STOP))
            : stop == null ? null : ExitPrice.at(stop),
        changes.containsKey(TARGET)
            ? exit(TARGET, changes.get(TARGET))
            : target == null ? null : ExitPrice.at(target),
        changes.containsKey(TARGETS)
            ? targets(changes.get(TARGETS))
            : position.takeProfits().stream().map(PositionEdit::asked).toList(),
        changes.containsKey(TRAILING) ? trailing(changes.get(TRAILING)) : position.trailingStop());
  }

  private static RuleCommand.ExitTarget asked(TakeProfit target) {
    return new RuleCommand.ExitTarget(ExitPrice.at(target.price()), target.quantity());
  }

  private static @Nullable ExitPrice exit(String field, @Nullable JsonNode value)
      throws Unreadable {
    if (value == null || value.isNull()) {
      return null;
    }
    try {
      return ExitPrice.parse(value);
    } catch (IllegalArgumentException e) {
      throw new Unreadable(
          field, "must be a decimal string such as \"60000.1\", {\"percent\":\"2\"}, or null");
    }
  }

  private static List<RuleCommand.ExitTarget> targets(@Nullable JsonNode value) throws Unreadable {
    List<RuleCommand.ExitTarget> targets = new ArrayList<>();
    if (value == null || value.isNull()) {
      return targets;
    }
    if (!value.isArray()) {
      throw new Unreadable(TARGETS, "must be a list of targets, or null");
    }
    for (int i = 0; i < value.size(); i++) {
      String name = TARGETS + "[" + i + "]";
      ExitPrice price = exit(name + ".price", value.get(i).get("price"));
      JsonNode quantity = value.get(i).path("quantity");
      if (price == null) {
        throw new Unreadable(name + ".price", "is missing");
      }
      try {
        targets.add(new RuleCommand.ExitTarget(price, Json.decimal(quantity.asText())));
      } catch (IllegalArgumentException e) {
        throw new Unreadable(name + ".quantity", "must be a decimal string");
      }
    }
    return targets;
  }

  private static @Nullable TrailingStop trailing(@Nullable JsonNode value) throws Unreadable {
    if (value == null || value.isNull()) {
      return null;
    }
    try {
      return Json.convert(value, TrailingStop.class);
    } catch (IllegalArgumentException e) {
      throw new Unreadable(TRAILING, "must be {\"callback_bp\":100} or {\"distance\":\"500\"}");
    }
  }

  private static Position edited(Position position, Exits exits) {
    return position
        .change()
        .stopLoss(exits.stopLoss())
        .takeProfit(exits.takeProfit())
        .takeProfits(exits.takeProfits())
        .trailingStop(exits.trailingStop())
        .version(position.version() + 1)
        .done();
  }

  /** A value that is not of its form. */
  private static final class Unreadable extends Exception {
    @Serial private static final long serialVersionUID = 1;

    final String field;
    final String message;

    Unreadable(String field, String message) {
      super(field);
      this.field = field;
      this.message = message;
    }
  }
}
