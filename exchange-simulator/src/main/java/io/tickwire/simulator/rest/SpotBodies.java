package io.tickwire.simulator.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.simulator.market.DayStatistics;
import io.tickwire.simulator.market.InstrumentState;
import io.tickwire.simulator.market.Market;
import io.tickwire.simulator.market.Quote;
import io.tickwire.simulator.market.SpotInstrument;
import io.tickwire.simulator.market.Trade;
import io.tickwire.simulator.market.TradingFloor;
import io.tickwire.simulator.protocol.Decimals;
import io.tickwire.simulator.protocol.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Bodies of the spot half's market calls; decimals are strings. */
public final class SpotBodies {

  private static final int HISTORY_TRADES = 100;
  private static final String FEE_RATE = "0.001";
  private static final List<String> CALL_AUCTION_FIELDS =
      List.of(
          "callauctionPriceFloor",
          "callauctionPriceCeiling",
          "callauctionFirstStageStartTime",
          "callauctionSecondStageStartTime",
          "callauctionThirdStageStartTime",
          "tradingStartTime");

  private SpotBodies() {}

  public static ArrayNode symbols(TradingFloor floor) {
    ArrayNode rows = Json.array();
    for (InstrumentState state : floor.of(Market.SPOT)) {
      rows.add(symbol((SpotInstrument) state.instrument()));
    }
    return rows;
  }

  private static ObjectNode symbol(SpotInstrument pair) {
    String quote = pair.quoteCurrency();
    ObjectNode row =
        Json.object()
            .put("symbol", pair.symbol())
            .put("name", pair.symbol())
            .put("baseCurrency", pair.baseCurrency())
            .put("quoteCurrency", quote)
            .put("feeCurrency", quote)
            .put("market", pair.marketName())
            .put("baseMinSize", Decimals.text(pair.minSize()))
            .put("quoteMinSize", "0.1")
            .put("baseMaxSize", "10000000000")
            .put("quoteMaxSize", "99999999")
            .put("baseIncrement", Decimals.text(pair.sizeStep()))
            .put("quoteIncrement", "0.000001")
            .put("priceIncrement", Decimals.text(pair.priceTick()))
            .put("priceLimitRate", "0.1")
            .put("minFunds", "0.1")
            .put("isMarginEnabled", true)
            .put("enableTrading", true)
            .put("feeCategory", 1)
            .put("makerFeeCoefficient", "1.00")
            .put("takerFeeCoefficient", "1.00")
            .put("st", false)
            .put("callauctionIsEnabled", false);
    CALL_AUCTION_FIELDS.forEach(row::putNull);
    return row;
  }

  /** Every currency that is traded here; nothing can be deposited, so none has a chain. */
  public static ArrayNode currencies(TradingFloor floor) {
    Set<String> names = new TreeSet<>();
    for (InstrumentState state : floor.of(Market.SPOT)) {
      SpotInstrument pair = (SpotInstrument) state.instrument();
      names.add(pair.baseCurrency());
      names.add(pair.quoteCurrency());
    }
    ArrayNode rows = Json.array();
    for (String name : names) {
      rows.addObject()
          .put("currency", name)
          .put("name", name)
          .put("fullName", name)
          .put("precision", 8)
          .putNull("confirms")
          .putNull("contractAddress")
          .put("isMarginEnabled", true)
          .put("isDebitEnabled", true)
          .putArray("chains");
    }
    return rows;
  }

  public static ObjectNode allTickers(TradingFloor floor, long nowMs) {
    ObjectNode body = Json.object().put("time", nowMs);
    ArrayNode rows = body.putArray("ticker");
    floor.of(Market.SPOT).forEach(state -> rows.add(tickerRow(state)));
    return body;
  }

  /** One symbol of the list above by itself, where the time stands beside the figures. */
  public static ObjectNode stats(InstrumentState state, long nowMs) {
    return tickerRow(state).put("time", nowMs);
  }

  private static ObjectNode tickerRow(InstrumentState state) {
    String symbol = state.instrument().symbol();
    Quote quote = state.quote();
    DayStatistics day = state.day();
    BigDecimal last = state.last().price();
    BigDecimal change = last.subtract(day.open());
    return Json.object()
        .put("symbol", symbol)
        .put("symbolName", symbol)
        .put("buy", Decimals.text(quote.bid()))
        .put("bestBidSize", Decimals.text(quote.bidSize()))
        .put("sell", Decimals.text(quote.ask()))
        .put("bestAskSize", Decimals.text(quote.askSize()))
        .put("changeRate", Decimals.text(day.changeRate(last)))
        .put("changePrice", Decimals.text(change))
        .put("high", Decimals.text(day.high()))
        .put("low", Decimals.text(day.low()))
        .put("vol", Decimals.text(day.volume()))
        .put("volValue", Decimals.text(day.turnover()))
        .put("last", Decimals.text(last))
        .put("averagePrice", Decimals.text(day.open()))
        .put("takerFeeRate", FEE_RATE)
        .put("makerFeeRate", FEE_RATE)
        .put("takerCoefficient", "1")
        .put("makerCoefficient", "1");
  }

  public static ObjectNode level1(InstrumentState state) {
    Trade last = state.last();
    Quote quote = state.quote();
    return Json.object()
        .put("time", last.timeMs())
        .put("sequence", last.tradeId())
        .put("price", Decimals.text(last.price()))
        .put("size", Decimals.text(last.size()))
        .put("bestBid", Decimals.text(quote.bid()))
        .put("bestBidSize", Decimals.text(quote.bidSize()))
        .put("bestAsk", Decimals.text(quote.ask()))
        .put("bestAskSize", Decimals.text(quote.askSize()));
  }

  /** The newest trades, oldest of them first; here the time is an integer of nanoseconds. */
  public static ArrayNode histories(InstrumentState state) {
    ArrayNode rows = Json.array();
    for (Trade trade : state.tape().oldestFirst(HISTORY_TRADES)) {
      rows.addObject()
          .put("sequence", trade.tradeId())
          .put("price", Decimals.text(trade.price()))
          .put("size", Decimals.text(trade.size()))
          .put("side", trade.side().label())
          .put("time", trade.timeNs());
    }
    return rows;
  }
}
