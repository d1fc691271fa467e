package io.tickwire.simulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tickwire.simulator.market.Candle;
import io.tickwire.simulator.protocol.Decimals;
import io.tickwire.simulator.protocol.Json;
import java.util.List;

/** Candles as each half spells them: other units, another order of columns, another direction. */
public final class CandleBodies {
  private static final long MS_PER_S = 1_000;

  private CandleBodies() {}

  /** Newest first: start in seconds, open, close, high, low, volume, turnover; all strings. */
  public static JsonNode spot(List<Candle> oldestFirst) {
    ArrayNode rows = Json.array();
    for (int i = oldestFirst.size() - 1; i >= 0; i--) {
      Candle candle = oldestFirst.get(i);
      rows.addArray()
          .add(Long.toString(candle.startMs() / MS_PER_S))
          .add(Decimals.text(candle.open()))
          .add(Decimals.text(candle.close()))
          .add(Decimals.text(candle.high()))
          .add(Decimals.text(candle.low()))
          .add(Decimals.text(candle.volume()))
          .add(Decimals.text(candle.turnover()));
    }
    return rows;
  }

  /** Oldest first: start in milliseconds, open, high, low, close, volume, turnover; numbers. */
  public static JsonNode futures(List<Candle> oldestFirst) {
    ArrayNode rows = Json.array();
    for (Candle candle : oldestFirst) {
      rows.addArray()
          .add(candle.startMs())
          .add(Decimals.number(candle.open()))
          .add(Decimals.number(candle.high()))
          .add(Decimals.number(candle.low()))
          .add(Decimals.number(candle.close()))
          .add(Decimals.number(candle.volume()))
          .add(Decimals.number(candle.turnover()));
    }
    return rows;
  }
}
