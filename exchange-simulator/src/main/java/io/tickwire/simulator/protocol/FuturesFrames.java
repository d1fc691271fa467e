package io.tickwire.simulator.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.simulator.market.FuturesContract;
import io.tickwire.simulator.market.InstrumentState;
import io.tickwire.simulator.market.Marks;
import io.tickwire.simulator.market.Quote;
import io.tickwire.simulator.market.Trade;

/**
 * Data frames of the futures half. Prices are strings except mark, index and funding, sizes and
 * sequences integers, trade times integer nanoseconds.
 */
public final class FuturesFrames {

  private static final int MARK_GRANULARITY_MS = 1_000;
  private static final int FUNDING_GRANULARITY_MS = 60_000;

  private FuturesFrames() {}

  public static String execution(Trade trade) {
    ObjectNode data =
        Json.object()
            .put("symbol", trade.instrument().symbol())
            .put("sequence", trade.sequence())
            .put("side", trade.side().label())
            .put("size", trade.size().longValueExact())
            .put("price", Decimals.text(trade.price()))
            .put("takerOrderId", trade.takerOrderId())
            .put("makerOrderId", trade.makerOrderId())
            .put("tradeId", trade.tradeId())
            .put("ts", trade.timeNs());
    return sequenced(Channel.FUTURES_EXECUTION, "match", trade, data);
  }

  public static String ticker(InstrumentState state) {
    Trade last = state.last();
    ObjectNode data =
        quoteData(state)
            .put("side", last.side().label())
            .put("size", last.size().longValueExact())
            .put("price", Decimals.text(last.price()))
            .put("tradeId", last.tradeId());
    return sequenced(Channel.FUTURES_TICKER, "ticker", last, data);
  }

  /** The newer ticker; it has no last price. */
  public static String tickerV2(InstrumentState state) {
    return sequenced(Channel.FUTURES_TICKER_V2, "tickerV2", state.last(), quoteData(state));
  }

  public static String markPrice(InstrumentState state) {
    Marks marks = state.marks();
    ObjectNode data =
        Json.object()
            .put("markPrice", Decimals.number(marks.mark()))
            .put("indexPrice", Decimals.number(marks.index()))
            .put("granularity", MARK_GRANULARITY_MS)
            .put("timestamp", marks.timeMs());
    return instrument(state, "mark.index.price", data);
  }

  /** {@code nowMs} is epoch milliseconds. */
  public static String fundingRate(InstrumentState state, long nowMs) {
    ObjectNode data =
        Json.object()
            .put("granularity", FUNDING_GRANULARITY_MS)
            .put("fundingRate", FuturesContract.FUNDING_RATE)
            .put("timestamp", nowMs);
    return instrument(state, "funding.rate", data);
  }

  private static ObjectNode quoteData(InstrumentState state) {
    Quote quote = state.quote();
    return Json.object()
        .put("symbol", state.instrument().symbol())
        .put("sequence", state.last().sequence())
        .put("bestBidSize", quote.bidSize().longValueExact())
        .put("bestBidPrice", Decimals.text(quote.bid()))
        .put("bestAskPrice", Decimals.text(quote.ask()))
        .put("bestAskSize", quote.askSize().longValueExact())
        .put("ts", state.last().timeNs());
  }

  private static String sequenced(Channel channel, String subject, Trade trade, ObjectNode data) {
    ObjectNode frame = message(new Topic(channel, trade.instrument().symbol()), subject);
    frame.put("sn", trade.sequence()).set("data", data);
    return Json.write(frame);
  }

  private static String instrument(InstrumentState state, String subject, ObjectNode data) {
    Topic topic = new Topic(Channel.FUTURES_INSTRUMENT, state.instrument().symbol());
    ObjectNode frame = message(topic, subject);
    frame.set("data", data);
    return Json.write(frame);
  }

  private static ObjectNode message(Topic topic, String subject) {
    return Json.object().put("topic", topic.text()).put("type", "message").put("subject", subject);
  }
}
