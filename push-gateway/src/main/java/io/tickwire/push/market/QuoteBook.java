package io.tickwire.push.market;

import io.tickwire.common.market.Market;
import io.tickwire.common.wire.TickCursor;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest prices of the symbols it is told to track; ticks of others and duplicates are ignored.
 * Not thread-safe: confined to one event loop. A tick costs one look-up and no objects.
 */
final class QuoteBook {
  private final Map<String, QuoteLine> lines = new HashMap<>();

  /** Starts anew: what was known of the symbol may be old. */
  void track(String symbol) {
    lines.put(symbol, new QuoteLine(symbol));
  }

  void forget(String symbol) {
    lines.remove(symbol);
  }

  /**
   * Takes the tick under the cursor.
   *
   * @return whether it changed a tracked symbol
   */
  boolean apply(TickCursor tick) {
    QuoteLine line = lines.get(tick.symbol());
    return line != null && line.apply(tick);
  }

  /** Null when nothing is known of the symbol. */
  @Nullable Quote quote(String symbol, @Nullable Market market) {
    QuoteLine line = lines.get(symbol);
    return line == null || !line.isKnown() ? null : line.quote(market);
  }
}
