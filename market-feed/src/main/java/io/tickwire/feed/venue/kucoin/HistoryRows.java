package io.tickwire.feed.venue.kucoin;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Tick;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Past trades out of {@code /api/v1/market/histories} and {@code /api/v1/trade/history}: both tell
 * the last hundred, newest first, with the sequences that the socket gives.
 */
final class HistoryRows {
  private HistoryRows() {}

  /**
   * @return oldest first
   * @throws IllegalArgumentException for a row that is no trade: a hole in a history is no history
   */
  static List<Tick> trades(String symbol, JsonNode rows, String timeField, long receivedNs) {
    if (!rows.isArray()) {
      throw new IllegalArgumentException("a history is not a list: type=" + rows.getNodeType());
    }
    List<Tick> trades = new ArrayList<>(rows.size());
    for (JsonNode row : rows) {
      trades.add(trade(symbol, row, timeField, receivedNs));
    }
    Collections.sort(trades, Comparator.comparingLong(Tick::sequence));
    return List.copyOf(trades);
  }

  private static Tick trade(String symbol, JsonNode row, String timeField, long receivedNs) {
    BigDecimal price = RowNumbers.positive(row, "price");
    BigDecimal size = RowNumbers.positive(row, "size");
    return Tick.trade(
        symbol,
        RowNumbers.whole(row, "sequence"),
        RowNumbers.whole(row, timeField),
        receivedNs,
        price.scale(),
        RowNumbers.digits(price, price.scale()),
        size.scale(),
        RowNumbers.digits(size, size.scale()));
  }
}
