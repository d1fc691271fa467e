package io.tickwire.push.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.ExitPrice;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.TrailingStop;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what closes a position: {@code stop_loss take_profit take_profits trailing_stop
 * price_protection_bp}. The form only; whether it makes sense is the engine's. Pure.
 */
record ExitFields(Fields body) {
  /** More than the engine takes, and far less than costs anything to read. */
  private static final int LONGEST_LIST = 100;

  /** {@code "59000"} or {@code {"percent":"2"}}. */
  @Nullable ExitPrice exit(String name) {
    JsonNode value = body.raw(name);
    if (value.isObject()) {
      return ExitPrice.percent(new Fields(value, body.named(name) + ".").positive("percent"));
    }
    BigDecimal price = body.optionalPositive(name);
    return price == null ? null : ExitPrice.at(price);
  }

  /** {@code [{"price","quantity"}]}; empty when absent. */
  List<RuleCommand.ExitTarget> targets(String name) {
    List<RuleCommand.ExitTarget> targets = new ArrayList<>();
    if (!body.has(name)) {
      return targets;
    }
    JsonNode list = body.raw(name);
    if (!list.isArray() || list.size() > LONGEST_LIST) {
      throw Refusal.field(
          body.named(name), body.named(name) + " must be a list of {\"price\",\"quantity\"}");
    }
    for (int i = 0; i < list.size(); i++) {
      targets.add(target(list.get(i), body.named(name) + "[" + i + "]"));
    }
    return targets;
  }

  private static RuleCommand.ExitTarget target(JsonNode value, String name) {
    if (!value.isObject()) {
      throw Refusal.field(name, name + " must be an object");
    }
    Fields fields = new Fields(value, name + ".");
    ExitPrice price = new ExitFields(fields).exit("price");
    if (price == null) {
      throw fields.missing("price");
    }
    return new RuleCommand.ExitTarget(price, fields.positive("quantity"));
  }

  /** {@code {"callback_bp":100}} or {@code {"distance":"500"}}, with an activation or without. */
  @Nullable TrailingStop trailing(String name) {
    Fields fields = body.optionalObject(name);
    if (fields == null) {
      return null;
    }
    Integer callbackBp = new ExitFields(fields).whole("callback_bp");
    BigDecimal distance = fields.optionalPositive("distance");
    if ((callbackBp == null) == (distance == null)) {
      throw Refusal.field(
          body.named(name), body.named(name) + " must have either callback_bp or distance");
    }
    Fields from = fields.optionalObject("activation");
    return new TrailingStop(
        callbackBp,
        distance,
        from == null
            ? null
            : new TrailingStop.Activation(
                from.choice("condition", Condition.class), from.positive("price")));
  }

  /** A count of basis points. */
  @Nullable Integer whole(String name) {
    if (!body.has(name)) {
      return null;
    }
    JsonNode value = body.raw(name);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw Refusal.field(
          body.named(name), body.named(name) + " must be a whole number of basis points");
    }
    return value.intValue();
  }
}
