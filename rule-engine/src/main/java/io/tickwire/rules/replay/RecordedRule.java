package io.tickwire.rules.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.market.TickSize;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.book.Crossing;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Origin;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.Trail;
import io.tickwire.rules.book.Wait;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Reads a rule that a recording writes by itself instead of as part of a position or trigger. */
final class RecordedRule {
  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "symbol",
          "kind",
          "index",
          "source",
          "condition",
          "price",
          "back_ticks",
          "trailing_stop",
          "version",
          "armed_at_ns",
          "expires_at_ns",
          "order",
          "on_ask",
          "partial",
          "protection_bp");
  private static final Set<String> OF_TRAILING =
      Set.of("side", "callback_bp", "distance", "activation", "extreme");
  private static final Set<String> OF_ACTIVATION = Set.of("condition", "price");

  private RecordedRule() {}

  /**
   * @throws IllegalArgumentException for what is not such a rule
   * @throws ArithmeticException for a price off the tick size
   */
  static Rule of(JsonNode rule, TickSize tickSize) {
    RecordedTick.requireKnown(rule, FIELDS);
    return new Rule(
        RecordedTick.text(rule, "id"),
        constant(ExecutionKind.values(), RecordedTick.text(rule, "kind")),
        Math.toIntExact(whole(rule, "index", 0)),
        constant(PriceSource.values(), RecordedTick.text(rule, "source")),
        waitsFor(rule, tickSize),
        whole(rule, "version", 1),
        whole(rule, "armed_at_ns", 0),
        whole(rule, "expires_at_ns", 0),
        RecordedTick.whole(rule, "order"),
        flag(rule, "on_ask"),
        flag(rule, "partial"),
        Math.toIntExact(whole(rule, "protection_bp", 0)));
  }

  private static Wait waitsFor(JsonNode rule, TickSize tickSize) {
    if (rule.has("trailing_stop")) {
      if (rule.has("condition") || rule.has("price") || rule.has("back_ticks")) {
        throw new IllegalArgumentException("a rule has a trailing_stop or a condition, not both");
      }
      return trailing(rule.get("trailing_stop"), tickSize);
    }
    long threshold = ticks(rule, "price", tickSize);
    String condition = RecordedTick.text(rule, "condition");
    return switch (condition) {
      case "above", "below" -> level(rule, condition, threshold);
      case "crosses_up" -> cross(rule, Crossing.UP, threshold);
      case "crosses_down" -> cross(rule, Crossing.DOWN, threshold);
      case "crosses" -> cross(rule, Crossing.EITHER, threshold);
      default -> throw new IllegalArgumentException("unknown condition: " + condition);
    };
  }

  private static Wait level(JsonNode rule, String condition, long threshold) {
    if (rule.has("back_ticks")) {
      throw new IllegalArgumentException("back_ticks belongs to a crossing");
    }
    return new Wait.Level(direction(condition), threshold);
  }

  private static Wait cross(JsonNode rule, Crossing crossing, long threshold) {
    return new Wait.Cross(crossing, threshold, whole(rule, "back_ticks", 1), Origin.NONE);
  }

  private static Wait trailing(JsonNode stop, TickSize tickSize) {
    RecordedTick.requireKnown(stop, OF_TRAILING);
    if (stop.has("callback_bp") == stop.has("distance")) {
      throw new IllegalArgumentException("a trailing_stop has either callback_bp or distance");
    }
    Side side = constant(Side.values(), RecordedTick.text(stop, "side"));
    Trail trail =
        stop.has("distance")
            ? Trail.ticks(side, ticks(stop, "distance", tickSize))
            : Trail.basisPoints(side, RecordedTick.whole(stop, "callback_bp"));
    JsonNode activation = stop.get("activation");
    return new Wait.Trailing(
        trail,
        activation == null ? null : activation(activation, tickSize),
        stop.has("extreme") ? ticks(stop, "extreme", tickSize) : 0);
  }

  private static Wait.Activation activation(JsonNode activation, TickSize tickSize) {
    RecordedTick.requireKnown(activation, OF_ACTIVATION);
    return new Wait.Activation(
        direction(RecordedTick.text(activation, "condition")),
        ticks(activation, "price", tickSize));
  }

  private static Direction direction(String condition) {
    return switch (condition) {
      case "above" -> Direction.UP;
      case "below" -> Direction.DOWN;
      default -> throw new IllegalArgumentException("unknown condition: " + condition);
    };
  }

  private static long ticks(JsonNode node, String field, TickSize tickSize) {
    return tickSize.toTicks(RecordedTick.decimal(node, field));
  }

  private static long whole(JsonNode node, String field, long otherwise) {
    return node.has(field) ? RecordedTick.whole(node, field) : otherwise;
  }

  private static boolean flag(JsonNode node, String field) {
    return node.has(field) && RecordedTick.flag(node, field);
  }

  private static <E extends Enum<E>> E constant(E[] values, String wireName) {
    return Arrays.stream(values)
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(wireName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown: " + wireName));
  }
}
