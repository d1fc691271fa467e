package io.tickwire.simulator.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.simulator.market.InstrumentState;
import io.tickwire.simulator.market.Market;
import io.tickwire.simulator.market.Marks;
import io.tickwire.simulator.market.Quote;
import io.tickwire.simulator.market.Trade;
import io.tickwire.simulator.market.TradingFloor;
import io.tickwire.simulator.protocol.Decimals;
import io.tickwire.simulator.protocol.Json;

/** Bodies of the futures half's market calls. */
public final class FuturesBodies {

  private static final int HISTORY_TRADES = 100;
  private static final int MARK_GRANULARITY_MS = 1_000;

  private FuturesBodies() {}

  public static ArrayNode activeContracts(TradingFloor floor, long nowMs) {
    ArrayNode rows = Json.array();
    floor.of(Market.FUTURES).forEach(state -> rows.add(ContractRow.of(state, nowMs)));
    return rows;
  }

  public static ArrayNode allTickers(TradingFloor floor) {
    ArrayNode rows = Json.array();
    floor.of(Market.FUTURES).forEach(state -> rows.add(ticker(state)));
    return rows;
  }

  public static ObjectNode ticker(InstrumentState state) {
    Trade last = state.last();
    Quote quote = state.quote();
    return Json.object()
        .put("sequence", last.sequence())
        .put("symbol", state.instrument().symbol())
        .put("side", last.side().label())
        .put("size", last.size().longValueExact())
        .put("tradeId", last.tradeId())
        .put("price", Decimals.text(last.price()))
        .put("bestBidPrice", Decimals.text(quote.bid()))
        .put("bestBidSize", quote.bidSize().longValueExact())
        .put("bestAskPrice", Decimals.text(quote.ask()))
        .put("bestAskSize", quote.askSize().longValueExact())
        .put("ts", last.timeNs());
  }

  /** The newest trades, newest first. */
  public static ArrayNode tradeHistory(InstrumentState state) {
    ArrayNode rows = Json.array();
    for (Trade trade : state.tape().newestFirst(HISTORY_TRADES)) {
      rows.addObject()
          .put("sequence", trade.sequence())
          .put("tradeId", trade.tradeId())
          .put("makerOrderId", trade.makerOrderId())
          .put("takerOrderId", trade.takerOrderId())
          .put("ts", trade.timeNs())
          .put("size", trade.size().longValueExact())
          .put("price", Decimals.text(trade.price()))
          .put("side", trade.side().label());
    }
    return rows;
  }

  public static ObjectNode markPrice(InstrumentState state) {
    Marks marks = state.marks();
    return Json.object()
        .put("symbol", state.instrument().symbol())
        .put("granularity", MARK_GRANULARITY_MS)
        .put("timePoint", marks.timeMs())
        .put("value", Decimals.number(marks.mark()))
        .put("indexPrice", Decimals.number(marks.index()));
  }
}
