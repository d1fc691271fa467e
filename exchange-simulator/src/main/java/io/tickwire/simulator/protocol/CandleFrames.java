package io.tickwire.simulator.protocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.simulator.market.Candle;
import io.tickwire.simulator.market.InstrumentState;

/**
 * Frames of the minute that is running. On both halves the columns are start in seconds, open,
 * close, high, low, volume and one more, all strings; the time is nanoseconds on spot and
 * milliseconds on futures.
 */
public final class CandleFrames {

  private static final long MS_PER_S = 1_000;

  private CandleFrames() {}

  /** The last column is the turnover. */
  public static String spot(InstrumentState state, Candle candle) {
    ObjectNode data = data(state, candle, Decimals.text(candle.turnover()));
    return message(
        Channel.SPOT_CANDLES,
        state,
        "trade.candles.update",
        data.put("time", state.last().timeNs()));
  }

  /** The last two columns are both the lots. {@code nowMs} is epoch milliseconds. */
  public static String futures(InstrumentState state, Candle candle, long nowMs) {
    ObjectNode data = data(state, candle, Decimals.text(candle.volume()));
    return message(Channel.FUTURES_CANDLES, state, "candle.stick", data.put("time", nowMs));
  }

  private static ObjectNode data(InstrumentState state, Candle candle, String lastColumn) {
    ObjectNode data = Json.object().put("symbol", state.listing().symbol());
    ArrayNode columns = data.putArray("candles");
    columns
        .add(Long.toString(candle.startMs() / MS_PER_S))
        .add(Decimals.text(candle.open()))
        .add(Decimals.text(candle.close()))
        .add(Decimals.text(candle.high()))
        .add(Decimals.text(candle.low()))
        .add(Decimals.text(candle.volume()))
        .add(lastColumn);
    return data;
  }

  private static String message(
      Channel channel, InstrumentState state, String subject, ObjectNode data) {
    String topic = new Topic(channel, Topic.minuteOf(state.listing().symbol())).text();
    ObjectNode frame =
        Json.object().put("topic", topic).put("type", "message").put("subject", subject);
    frame.set("data", data);
    return Json.write(frame);
  }
}
