package io.tickwire.feed.recovery;

import io.vertx.core.Future;
import java.util.Optional;

/** Asks the other feeds what marks they saw: the exchange keeps no history of them. */
@FunctionalInterface
public interface PeerExtremes {
  /** There are no others. */
  PeerExtremes NOBODY = (symbol, sinceMs) -> Future.succeededFuture(Optional.empty());

  /**
   * @param sinceMs epoch milliseconds
   * @return empty when nobody watched the symbol all that time
   */
  Future<Optional<MarkExtremes>> since(String symbol, long sinceMs);
}
