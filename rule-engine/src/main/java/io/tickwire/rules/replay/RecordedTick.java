package io.tickwire.rules.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Set;

/** Reads a tick as recordings write it; sizes, which decide nothing, are not in them. */
final class RecordedTick {
  private static final Set<String> OF_PRICE =
      Set.of("kind", "symbol", "sequence", "price", "exchange_time_ns", "received_ns", "recovered");
  private static final Set<String> OF_QUOTE =
      Set.of("kind", "symbol", "sequence", "bid", "ask", "last", "exchange_time_ns", "received_ns");

  private static final Set<String> OF_CANDLE =
      Set.of(
          "kind",
          "symbol",
          "open",
          "high",
          "low",
          "close",
          "exchange_time_ns",
          "span_ms",
          "received_ns");
  private static final long NS_PER_MS = 1_000_000;

  private RecordedTick() {}

  /**
   * @throws IllegalArgumentException for what is not such a tick
   * @throws ArithmeticException for a price that no tick can carry
   */
  static Tick of(JsonNode tick) {
    String kind = text(tick, "kind");
    return switch (kind) {
      case "trade" -> priced(tick, TickKind.TRADE);
      case "mark" -> priced(tick, TickKind.MARK);
      case "quote" -> quote(tick);
      case "candle" -> candle(tick);
      default ->
          throw new IllegalArgumentException("kind must be trade, mark, quote or candle: " + kind);
    };
  }

  private static Tick priced(JsonNode tick, TickKind kind) {
    requireKnown(tick, OF_PRICE);
    BigDecimal price = decimal(tick, "price");
    long exchangeTimeNs = whole(tick, "exchange_time_ns");
    return new Tick(
        kind,
        text(tick, "symbol"),
        whole(tick, "sequence"),
        exchangeTimeNs,
        tick.has("received_ns") ? whole(tick, "received_ns") : exchangeTimeNs,
        tick.has("recovered") && flag(tick, "recovered"),
        price.scale(),
        0,
        price.unscaledValue().longValueExact(),
        0,
        0,
        0,
        0);
  }

  private static Tick quote(JsonNode tick) {
    requireKnown(tick, OF_QUOTE);
    BigDecimal bid = decimal(tick, "bid");
    BigDecimal ask = decimal(tick, "ask");
    BigDecimal last = tick.has("last") ? decimal(tick, "last") : BigDecimal.ZERO;
    int scale = Math.max(last.scale(), Math.max(bid.scale(), ask.scale()));
    long exchangeTimeNs = whole(tick, "exchange_time_ns");
    return Tick.quote(
        text(tick, "symbol"),
        whole(tick, "sequence"),
        exchangeTimeNs,
        tick.has("received_ns") ? whole(tick, "received_ns") : exchangeTimeNs,
        scale,
        tick.has("last") ? digits(last, scale) : Tick.ABSENT,
        digits(bid, scale),
        digits(ask, scale),
        0,
        0,
        0);
  }

  private static Tick candle(JsonNode tick) {
    requireKnown(tick, OF_CANDLE);
    BigDecimal open = decimal(tick, "open");
    BigDecimal high = decimal(tick, "high");
    BigDecimal low = decimal(tick, "low");
    BigDecimal close = decimal(tick, "close");
    int scale =
        Math.max(Math.max(open.scale(), high.scale()), Math.max(low.scale(), close.scale()));
    long startNs = whole(tick, "exchange_time_ns");
    if (startNs % NS_PER_MS != 0) {
      throw new IllegalArgumentException("a candle begins at a whole millisecond: " + startNs);
    }
    return Tick.candle(
        text(tick, "symbol"),
        startNs / NS_PER_MS,
        whole(tick, "span_ms"),
        tick.has("received_ns") ? whole(tick, "received_ns") : startNs,
        scale,
        digits(open, scale),
        digits(high, scale),
        digits(low, scale),
        digits(close, scale));
  }

  private static long digits(BigDecimal price, int scale) {
    return price.setScale(scale).unscaledValue().longValueExact();
  }

  /** A field nobody reads is a slip of whoever wrote it. */
  static void requireKnown(JsonNode tick, Set<String> known) {
    for (Iterator<String> names = tick.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new IllegalArgumentException("unknown field: " + name);
      }
    }
  }

  static String text(JsonNode tick, String field) {
    JsonNode value = tick.get(field);
    if (value == null || !value.isTextual()) {
      throw new IllegalArgumentException("needs the text " + field);
    }
    return value.textValue();
  }

  static BigDecimal decimal(JsonNode tick, String field) {
    return Json.decimal(text(tick, field));
  }

  static long whole(JsonNode tick, String field) {
    JsonNode value = tick.get(field);
    if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException("needs the whole number " + field);
    }
    return value.longValue();
  }

  static boolean flag(JsonNode tick, String field) {
    JsonNode value = tick.get(field);
    if (value == null || !value.isBoolean()) {
      throw new IllegalArgumentException(field + " must be true or false");
    }
    return value.booleanValue();
  }
}
