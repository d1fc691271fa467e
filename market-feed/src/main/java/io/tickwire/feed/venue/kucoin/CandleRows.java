package io.tickwire.feed.venue.kucoin;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.market.Market;
import io.tickwire.feed.venue.Candle;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One-minute candles. The two markets differ in all that can go wrong unnoticed: spot has seconds
 * and open, close, high, low; futures have milliseconds and open, high, low, close.
 */
final class CandleRows {
  static final long MINUTE_MS = 60_000;
  private static final long MS_PER_S = 1_000;
  private static final int OPEN = 1;

  private CandleRows() {}

  /**
   * @return in order of time
   * @throws IllegalArgumentException for a row that is no candle
   */
  static List<Candle> read(Market market, JsonNode rows) {
    if (!rows.isArray()) {
      throw new IllegalArgumentException("candles are not a list: type=" + rows.getNodeType());
    }
    List<Candle> candles = new ArrayList<>(rows.size());
    for (JsonNode row : rows) {
      candles.add(market == Market.SPOT ? spot(row) : futures(row));
    }
    Collections.sort(candles, Comparator.comparingLong(Candle::startMs));
    return List.copyOf(candles);
  }

  private static Candle spot(JsonNode row) {
    return candle(row, RowNumbers.whole(row, 0) * MS_PER_S, 3, 4, 2);
  }

  private static Candle futures(JsonNode row) {
    return candle(row, RowNumbers.whole(row, 0), 2, 3, 4);
  }

  private static Candle candle(JsonNode row, long startMs, int highAt, int lowAt, int closeAt) {
    BigDecimal open = RowNumbers.positive(row, OPEN);
    BigDecimal high = RowNumbers.positive(row, highAt);
    BigDecimal low = RowNumbers.positive(row, lowAt);
    BigDecimal close = RowNumbers.positive(row, closeAt);
    if (Stream.of(open, low, close).anyMatch(price -> price.compareTo(high) > 0)
        || Stream.of(open, close).anyMatch(price -> price.compareTo(low) < 0)) {
      throw new IllegalArgumentException("a candle contradicts itself: start=" + startMs);
    }
    int scale = Stream.of(open, high, low, close).mapToInt(BigDecimal::scale).max().orElse(0);
    return new Candle(
        startMs,
        MINUTE_MS,
        scale,
        RowNumbers.digits(open, scale),
        RowNumbers.digits(high, scale),
        RowNumbers.digits(low, scale),
        RowNumbers.digits(close, scale));
  }
}
