package io.tickwire.simulator.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.simulator.market.InstrumentState;
import io.tickwire.simulator.market.Quote;
import io.tickwire.simulator.market.Trade;

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
