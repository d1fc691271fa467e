package io.tickwire.simulator.control;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.simulator.market.Instrument;
import io.tickwire.simulator.market.InstrumentState;
import io.tickwire.simulator.market.Market;
import io.tickwire.simulator.market.TradeOrder;
import io.tickwire.simulator.market.TradingFloor;
import io.tickwire.simulator.protocol.Json;
import io.tickwire.simulator.server.RunConfig;
import io.tickwire.simulator.server.RunMode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads control calls. A list is taken whole or refused whole; fields it does not know are ignored.
 */
final class ControlParser {

  private static final int MAX_ITEMS = 10_000;

  private final TradingFloor floor;

  ControlParser(TradingFloor floor) {
    this.floor = floor;
  }

  /** {@code nowNs}, epoch nanoseconds, is the time of trades that bring none. */
  List<TradeOrder> trades(String body, long nowNs) throws BadControlCall {
    List<TradeOrder> orders = new ArrayList<>();
    for (FieldReader item : items(body)) {
      orders.add(trade(item, nowNs));
    }
    return orders;
  }

  TradeOrder trade(FieldReader item, long nowNs) throws BadControlCall {
    Instrument instrument = instrument(item).instrument();
    BigDecimal price = item.decimal("price");
    item.require(
        "price",
        instrument.isOnTick(price),
        "must be a multiple of " + text(instrument.priceTick()));
    BigDecimal size = item.decimal("size", instrument.minSize());
    item.require(
        "size",
        instrument.isOnSizeStep(size),
        "must be a multiple of " + text(instrument.sizeStep()));
    return new TradeOrder(instrument, price, size, item.timeNs("time", nowNs));
  }

  List<MarksOrder> marks(String body) throws BadControlCall {
    List<MarksOrder> orders = new ArrayList<>();
    for (FieldReader item : items(body)) {
      InstrumentState state = contract(item);
      BigDecimal mark = item.decimal("mark_price");
      BigDecimal index = item.decimal("index_price", state.marks().index());
      orders.add(new MarksOrder(state.instrument(), mark, index));
    }
    return orders;
  }

  /** What the call leaves out stays as it is. */
  static RunConfig run(String body, RunConfig current) throws BadControlCall {
    JsonNode root = read(body);
    if (!root.isObject()) {
      throw new BadControlCall("bad_request", "The body must be a JSON object.");
    }
    FieldReader call = new FieldReader("", root);
    long tradesPerSecond =
        call.integer(
            "trades_per_second", current.tradesPerSecond(), 1, RunConfig.MAX_TRADES_PER_SECOND);
    long seed = call.integer("seed", current.seed(), Long.MIN_VALUE, Long.MAX_VALUE);
    return new RunConfig(mode(call, current), seed, Math.toIntExact(tradesPerSecond));
  }

  private static RunMode mode(FieldReader call, RunConfig current) throws BadControlCall {
    String label = call.text("mode", current.mode().label());
    return RunMode.find(label)
        .orElseThrow(
            () ->
                new BadControlCall(
                    "bad_request",
                    "mode: must be paused, random_walk or replay, not \"" + label + "\"."));
  }

  InstrumentState contract(FieldReader item) throws BadControlCall {
    InstrumentState state = instrument(item);
    item.require(
        "symbol",
        state.instrument().market() == Market.FUTURES,
        "must be a contract; only those have a mark price");
    return state;
  }

  InstrumentState instrument(FieldReader item) throws BadControlCall {
    String symbol = item.text("symbol");
    InstrumentState state = floor.find(symbol);
    if (state == null) {
      throw new BadControlCall(
          "unknown_symbol", item.path("symbol") + ": there is no instrument \"" + symbol + "\".");
    }
    return state;
  }

  private static List<FieldReader> items(String body) throws BadControlCall {
    JsonNode root = read(body);
    if (root.isObject()) {
      return List.of(new FieldReader("", root));
    }
    if (!root.isArray() || root.size() > MAX_ITEMS) {
      throw new BadControlCall(
          "bad_request", "The body must be an object or a list of at most " + MAX_ITEMS + ".");
    }
    List<FieldReader> items = new ArrayList<>();
    for (JsonNode item : root) {
      items.add(new FieldReader("[" + items.size() + "].", item));
    }
    return items;
  }

  /** One line of a recording. */
  static FieldReader line(int number, String line) throws BadControlCall {
    JsonNode root;
    try {
      root = Json.read(line);
    } catch (JsonProcessingException e) {
      root = Json.array();
    }
    if (!root.isObject()) {
      throw new BadControlCall("bad_recording", "line " + number + ": is not a JSON object.");
    }
    return new FieldReader("line " + number + ": ", root);
  }

  static JsonNode read(String body) throws BadControlCall {
    try {
      return Json.read(body);
    } catch (JsonProcessingException e) {
      JsonLocation where = e.getLocation();
      throw new BadControlCall(
          "bad_json",
          "The body is not JSON: line "
              + where.getLineNr()
              + ", column "
              + where.getColumnNr()
              + ".");
    }
  }

  private static String text(BigDecimal value) {
    return value.toPlainString();
  }
}
