package io.tickwire.simulator.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.simulator.market.FuturesContract;
import io.tickwire.simulator.market.Grid;
import io.tickwire.simulator.market.InstrumentState;
import io.tickwire.simulator.market.Listing;
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

  public static void execution(Trade trade, FrameBuffer frame) {
    Listing listing = trade.listing();
    open(frame, Channel.FUTURES_EXECUTION, "match", trade);
    frame
        .text("\"symbol\":\"")
        .text(listing.symbol())
        .text("\",\"sequence\":")
        .number(trade.sequence())
        .text(",\"side\":\"")
        .text(trade.side().label())
        .text("\",\"size\":")
        .number(trade.sizeSteps())
        .text(",\"price\":\"")
        .decimal(listing.price().unscaled(trade.priceTicks()), listing.price().scale())
        .text("\",\"takerOrderId\":\"" + Trade.ORDER_ID_PREFIX)
        .hex(trade.takerOrder())
        .text("\",\"makerOrderId\":\"" + Trade.ORDER_ID_PREFIX)
        .hex(trade.makerOrder())
        .text("\",\"tradeId\":\"")
        .number(trade.sequence())
        .text("\",\"ts\":")
        .number(trade.timeNs())
        .text("}}");
  }

  public static void ticker(InstrumentState state, FrameBuffer frame) {
    Trade last = state.last();
    Grid price = state.listing().price();
    open(frame, Channel.FUTURES_TICKER, "ticker", last);
    quoteData(state, frame);
    frame
        .text(",\"side\":\"")
        .text(last.side().label())
        .text("\",\"size\":")
        .number(last.sizeSteps())
        .text(",\"price\":\"")
        .decimal(price.unscaled(last.priceTicks()), price.scale())
        .text("\",\"tradeId\":\"")
        .number(last.sequence())
        .text("\"}}");
  }

  /** The newer ticker; it has no last price. */
  public static void tickerV2(InstrumentState state, FrameBuffer frame) {
    open(frame, Channel.FUTURES_TICKER_V2, "tickerV2", state.last());
    quoteData(state, frame);
    frame.text("}}");
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

  private static void quoteData(InstrumentState state, FrameBuffer frame) {
    Quote quote = state.quote();
    Grid price = state.listing().price();
    frame
        .text("\"symbol\":\"")
        .text(state.listing().symbol())
        .text("\",\"sequence\":")
        .number(state.last().sequence())
        .text(",\"bestBidSize\":")
        .number(quote.bidSteps())
        .text(",\"bestBidPrice\":\"")
        .decimal(price.unscaled(quote.bidTicks()), price.scale())
        .text("\",\"bestAskPrice\":\"")
        .decimal(price.unscaled(quote.askTicks()), price.scale())
        .text("\",\"bestAskSize\":")
        .number(quote.askSteps())
        .text(",\"ts\":")
        .number(state.last().timeNs());
  }

  /** All up to the data's first field. */
  private static void open(FrameBuffer frame, Channel channel, String subject, Trade trade) {
    frame
        .text("{\"topic\":\"")
        .text(channel.path())
        .text(":")
        .text(trade.listing().symbol())
        .text("\",\"type\":\"message\",\"subject\":\"")
        .text(subject)
        .text("\",\"sn\":")
        .number(trade.sequence())
        .text(",\"data\":{");
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
