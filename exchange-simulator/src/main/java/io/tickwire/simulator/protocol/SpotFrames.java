package io.tickwire.simulator.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.simulator.market.DayStatistics;
import io.tickwire.simulator.market.InstrumentState;
import io.tickwire.simulator.market.Quote;
import io.tickwire.simulator.market.SpotInstrument;
import io.tickwire.simulator.market.Trade;
import java.math.BigDecimal;

/**
 * Data frames of the spot half. Prices, sizes and sequences are strings; match time is a string of
 * nanoseconds.
 */
public final class SpotFrames {

  private SpotFrames() {}

  public static String match(Trade trade) {
    String symbol = trade.instrument().symbol();
    ObjectNode data =
        Json.object()
            .put("makerOrderId", trade.makerOrderId())
            .put("price", Decimals.text(trade.price()))
            .put("sequence", trade.tradeId())
            .put("side", trade.side().label())
            .put("size", Decimals.text(trade.size()))
            .put("symbol", symbol)
            .put("takerOrderId", trade.takerOrderId())
            .put("time", Long.toString(trade.timeNs()))
            .put("tradeId", trade.tradeId())
            .put("type", "match");
    return message(new Topic(Channel.SPOT_MATCH, symbol).text(), "trade.l3match", data);
  }

  public static String ticker(InstrumentState state) {
    String topic = new Topic(Channel.SPOT_TICKER, state.instrument().symbol()).text();
    return message(topic, "trade.ticker", tickerData(state));
  }

  /** The same ticker on the topic of all symbols, where the subject names the symbol. */
  public static String tickerOfAll(InstrumentState state) {
    String topic = new Topic(Channel.SPOT_TICKER, Topic.ALL).text();
    return message(topic, state.instrument().symbol(), tickerData(state));
  }

  /** The two-second summary: nested, and its decimals are JSON numbers. */
  public static String snapshot(InstrumentState state) {
    SpotInstrument pair = (SpotInstrument) state.instrument();
    DayStatistics day = state.day();
    Quote quote = state.quote();
    BigDecimal last = state.last().price();
    BigDecimal change = last.subtract(day.open());
    ObjectNode summary =
        Json.object()
            .put("symbol", pair.symbol())
            .put("symbolCode", pair.symbol())
            .put("baseCurrency", pair.baseCurrency())
            .put("quoteCurrency", pair.quoteCurrency())
            .put("market", pair.marketName())
            .put("trading", true)
            .put("datetime", state.last().timeMs())
            .put("lastTradedPrice", Decimals.number(last))
            .put("buy", Decimals.number(quote.bid()))
            .put("bidSize", Decimals.number(quote.bidSize()))
            .put("sell", Decimals.number(quote.ask()))
            .put("askSize", Decimals.number(quote.askSize()))
            .put("open", Decimals.number(day.open()))
            .put("close", Decimals.number(last))
            .put("high", Decimals.number(day.high()))
            .put("low", Decimals.number(day.low()))
            .put("vol", Decimals.number(day.volume()))
            .put("volValue", Decimals.number(day.turnover()))
            .put("changePrice", Decimals.number(change))
            .put("changeRate", Decimals.number(day.changeRate(last)));
    ObjectNode data = Json.object().put("sequence", state.last().tradeId());
    data.set("data", summary);
    return message(new Topic(Channel.SPOT_SNAPSHOT, pair.symbol()).text(), "trade.snapshot", data);
  }

  private static ObjectNode tickerData(InstrumentState state) {
    Trade last = state.last();
    Quote quote = state.quote();
    return Json.object()
        .put("bestAsk", Decimals.text(quote.ask()))
        .put("bestAskSize", Decimals.text(quote.askSize()))
        .put("bestBid", Decimals.text(quote.bid()))
        .put("bestBidSize", Decimals.text(quote.bidSize()))
        .put("price", Decimals.text(last.price()))
        .put("sequence", last.tradeId())
        .put("size", Decimals.text(last.size()))
        .put("time", last.timeMs());
  }

  private static String message(String topic, String subject, ObjectNode data) {
    ObjectNode frame =
        Json.object().put("topic", topic).put("type", "message").put("subject", subject);
    frame.set("data", data);
    return Json.write(frame);
  }
}
