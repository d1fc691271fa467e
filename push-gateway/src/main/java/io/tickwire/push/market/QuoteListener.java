package io.tickwire.push.market;

import io.tickwire.push.fanout.Publication;
import java.util.List;

/** Who passes quotes on: one per event loop. Called on the watch's context; must not block. */
public interface QuoteListener {
  /**
   * @param quotes one per symbol that changed, in channel {@code market:SYMBOL}
   */
  void onQuotes(List<Publication> quotes);
}
