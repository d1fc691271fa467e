package io.tickwire.feed.venue.kucoin;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.market.Decimals;
import io.tickwire.common.wire.Tick;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * First prices out of REST answers, for symbols that nothing is known of. Where the answer carries
 * no sequence the tick gets {@value #BEFORE_ALL}, so that anything live replaces it. Rows without a
 * usable price are left out.
 */
public final class SeedRows {
  /** Older than whatever a socket will bring. */
  public static final long BEFORE_ALL = 1;

  private static final long NS_PER_MS = 1_000_000;

  private SeedRows() {}

  /** Quotes out of {@code /api/v1/market/allTickers}, by symbol. */
  public static Map<String, Tick> spotQuotes(JsonNode data, long receivedNs) {
    Map<String, Tick> quotes = new HashMap<>();
    long timeMs = data.path("time").asLong();
    long timeNs = timeMs > 0 ? Math.multiplyExact(timeMs, NS_PER_MS) : receivedNs;
    for (JsonNode row : data.path("ticker")) {
      put(
          quotes,
          row,
          () ->
              quote(
                  row,
                  BEFORE_ALL,
                  timeNs,
                  receivedNs,
                  List.of("last", "buy", "sell", "bestBidSize", "bestAskSize")));
    }
    return quotes;
  }

  /** Quotes out of {@code /api/v1/allTickers}, by symbol. */
  public static Map<String, Tick> futuresQuotes(JsonNode data, long receivedNs) {
    Map<String, Tick> quotes = new HashMap<>();
    for (JsonNode row : data) {
      long sequence = Math.max(BEFORE_ALL, row.path("sequence").asLong());
      put(
          quotes,
          row,
          () ->
              quote(
                  row,
                  sequence,
                  row.path("ts").asLong(),
                  receivedNs,
                  List.of("price", "bestBidPrice", "bestAskPrice", "bestBidSize", "bestAskSize")));
    }
    return quotes;
  }

  /** Marks out of {@code /api/v1/contracts/active}, by symbol; the answer says no time. */
  public static Map<String, Tick> futuresMarks(JsonNode data, long receivedNs) {
    Map<String, Tick> marks = new HashMap<>();
    for (JsonNode row : data) {
      put(marks, row, () -> mark(row, receivedNs));
    }
    return marks;
  }

  private interface Reader {
    Tick read();
  }

  private static void put(Map<String, Tick> into, JsonNode row, Reader reader) {
    try {
      into.put(row.path("symbol").asText(), reader.read());
    } catch (IllegalArgumentException | ArithmeticException e) {
      // A symbol that never traded has no price here; it stays without one.
    }
  }

  /**
   * @param names of last, bid, ask, bid size, ask size
   */
  private static Tick quote(
      JsonNode row, long sequence, long timeNs, long receivedNs, List<String> names) {
    List<BigDecimal> prices = new ArrayList<>();
    for (String name : names.subList(0, 3)) {
      prices.add(price(row, name));
    }
    List<BigDecimal> sizes = List.of(size(row, names.get(3)), size(row, names.get(4)));
    int priceScale = scale(prices);
    int sizeScale = scale(sizes);
    return Tick.quote(
        row.path("symbol").asText(),
        sequence,
        timeNs,
        receivedNs,
        priceScale,
        digits(prices.get(0), priceScale),
        digits(prices.get(1), priceScale),
        digits(prices.get(2), priceScale),
        sizeScale,
        digits(sizes.get(0), sizeScale),
        digits(sizes.get(1), sizeScale));
  }

  private static Tick mark(JsonNode row, long receivedNs) {
    BigDecimal mark = price(row, "markPrice");
    BigDecimal index = price(row, "indexPrice");
    int markScale = scale(List.of(mark));
    int indexScale = scale(List.of(index));
    return Tick.mark(
        row.path("symbol").asText(),
        BEFORE_ALL,
        receivedNs,
        receivedNs,
        markScale,
        digits(mark, markScale),
        indexScale,
        digits(index, indexScale));
  }

  private static BigDecimal price(JsonNode row, String name) {
    BigDecimal price = new BigDecimal(row.path(name).asText());
    if (price.signum() <= 0) {
      throw new IllegalArgumentException("not a price: field=" + name);
    }
    return price.stripTrailingZeros();
  }

  private static BigDecimal size(JsonNode row, String name) {
    String text = row.path(name).asText();
    return text.isEmpty() || text.equals("null")
        ? BigDecimal.ZERO
        : new BigDecimal(text).max(BigDecimal.ZERO);
  }

  private static int scale(List<BigDecimal> values) {
    int scale = values.stream().mapToInt(BigDecimal::scale).max().orElse(0);
    return Math.min(Decimals.MAX_SCALE, Math.max(0, scale));
  }

  private static long digits(BigDecimal value, int scale) {
    return value.setScale(scale).unscaledValue().longValueExact();
  }
}
