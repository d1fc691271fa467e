package io.tickwire.feed.socket;

import io.tickwire.common.market.Market;
import io.tickwire.feed.venue.Reaction;
import io.tickwire.feed.venue.VenueFrame;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The story of one socket: a line for each change, error frames at most every few seconds. */
final class SocketLog {
  private static final Logger log = LoggerFactory.getLogger(ExchangeSocket.class);
  private static final long QUIET_MS = 5_000;

  private final String id;
  private final String market;
  private long refusalMs = Long.MIN_VALUE;
  private int unwritten;

  SocketLog(String id, Market market) {
    this.id = id;
    this.market = market.wireName();
  }

  void entered(SocketState state, boolean successor, int topics, long attempt) {
    log.info(
        "socket {} socket={} market={} role={} topics={} attempt={}",
        state.name().toLowerCase(Locale.ROOT),
        id,
        market,
        successor ? "successor" : "carrier",
        topics,
        attempt);
  }

  void lost(LossReason reason, String detail, boolean successor, long pauseMs, long attempt) {
    log.warn(
        "socket lost socket={} market={} role={} attempt={} pauseMs={} reason={} detail=\"{}\"",
        id,
        market,
        successor ? "successor" : "carrier",
        attempt,
        pauseMs,
        reason.label(),
        detail);
  }

  void rotating() {
    log.info("socket rotates socket={} market={}", id, market);
  }

  void takenOver(String why) {
    log.info("socket taken over by its successor socket={} market={} why=\"{}\"", id, market, why);
  }

  void refused(VenueFrame.Failure failure, Reaction reaction, long nowMs) {
    if (refusalMs != Long.MIN_VALUE && nowMs - refusalMs < QUIET_MS) {
      unwritten++;
      return;
    }
    log.warn(
        "exchange refused socket={} market={} code={} text=\"{}\" reaction={} unwritten={}",
        id,
        market,
        failure.code(),
        failure.text(),
        reaction,
        unwritten);
    refusalMs = nowMs;
    unwritten = 0;
  }
}
