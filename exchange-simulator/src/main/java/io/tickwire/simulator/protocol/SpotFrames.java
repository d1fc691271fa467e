package io.tickwire.simulator.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.simulator.market.DayStatistics;
import io.tickwire.simulator.market.Grid;
import io.tickwire.simulator.market.InstrumentState;
import io.tickwire.simulator.market.Listing;
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

  public static void match(Trade trade, FrameBuffer frame) {
    Listing listing = trade.listing();
    open(frame, Channel.SPOT_MATCH, listing.symbol(), "trade.l3match");
    frame
        .text("\"makerOrderId\":\"" + Trade.ORDER_ID_PREFIX)
        .hex(trade.makerOrder())
        .text("\",\"price\":\"")
        .decimal(listing.price().unscaled(trade.priceTicks()), listing.price().scale())
        .text("\",\"sequence\":\"")
        .number(trade.sequence())
        .text("\",\"side\":\"")
        .text(trade.side().label())
        .text("\",\"size\":\"")
        .decimal(listing.size().unscaled(trade.sizeSteps()), listing.size().scale())
        .text("\",\"symbol\":\"")
        .text(listing.symbol())
        .text("\",\"takerOrderId\":\"" + Trade.ORDER_ID_PREFIX)
        .hex(trade.takerOrder())
        .text("\",\"time\":\"")
        .number(trade.timeNs())
        .text("\",\"tradeId\":\"")
        .number(trade.sequence())
        .text("\",\"type\":\"match\"}}");
  }

  public static void ticker(InstrumentState state, FrameBuffer frame) {
    open(frame, Channel.SPOT_TICKER, state.listing().symbol(), "trade.ticker");
    tickerData(state, frame);
  }

  /** The same ticker on the topic of all symbols, where the subject names the symbol. */
  public static void tickerOfAll(InstrumentState state, FrameBuffer frame) {
    open(frame, Channel.SPOT_TICKER, Topic.ALL, state.listing().symbol());
    tickerData(state, frame);
  }

  /**
   * The two-second summary: nested, and its decimals are JSON numbers. {@code topicName} is the
   * symbol or its market.
   */
  public static String snapshot(InstrumentState state, String topicName) {
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
    return message(new Topic(Channel.SPOT_SNAPSHOT, topicName).text(), "trade.snapshot", data);
  }

  private static void tickerData(InstrumentState state, FrameBuffer frame) {
    Listing listing = state.listing();
    Trade last = state.last();
    Quote quote = state.quote();
    Grid price = listing.price();
    Grid size = listing.size();
    frame
        .text("\"bestAsk\":\"")
        .decimal(price.unscaled(quote.askTicks()), price.scale())
        .text("\",\"bestAskSize\":\"")
        .decimal(size.unscaled(quote.askSteps()), size.scale())
        .text("\",\"bestBid\":\"")
        .decimal(price.unscaled(quote.bidTicks()), price.scale())
        .text("\",\"bestBidSize\":\"")
        .decimal(size.unscaled(quote.bidSteps()), size.scale())
        .text("\",\"price\":\"")
        .decimal(price.unscaled(last.priceTicks()), price.scale())
        .text("\",\"sequence\":\"")
        .number(last.sequence())
        .text("\",\"size\":\"")
        .decimal(size.unscaled(last.sizeSteps()), size.scale())
        .text("\",\"time\":")
        .number(last.timeMs())
        .text("}}");
  }

  /** All up to the data's first field. */
  private static void open(FrameBuffer frame, Channel channel, String symbol, String subject) {
    frame
        .text("{\"topic\":\"")
        .text(channel.path())
        .text(":")
        .text(symbol)
        .text("\",\"type\":\"message\",\"subject\":\"")
        .text(subject)
        .text("\",\"data\":{");
  }

  private static String message(String topic, String subject, ObjectNode data) {
    ObjectNode frame =
        Json.object().put("topic", topic).put("type", "message").put("subject", subject);
    frame.set("data", data);
    return Json.write(frame);
  }
}
