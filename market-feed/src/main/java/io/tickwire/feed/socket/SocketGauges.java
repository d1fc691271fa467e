package io.tickwire.feed.socket;

import io.tickwire.common.market.Market;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What other threads may know of a socket: written on its event loop, read by the admin port and by
 * metrics.
 */
final class SocketGauges {
  private static final long NEVER = Long.MIN_VALUE;

  /** The parts that change together, seldom. */
  private record Standing(
      SocketState state,
      @Nullable SocketState successor,
      int topics,
      int acknowledged,
      long attempts,
      long liveSinceMs) {}

  private volatile Standing standing = new Standing(SocketState.IDLE, null, 0, 0, 0, NEVER);

  // One writer, so a plain add and an ordered store will do.
  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong lastDataMs = new AtomicLong(NEVER);

  void set(
      SocketLink current,
      @Nullable SocketLink successor,
      int topics,
      int acknowledged,
      long attempts) {
    SocketState state = current.state();
    standing =
        new Standing(
            state,
            successor == null ? null : successor.state(),
            topics,
            acknowledged,
            attempts,
            state == SocketState.LIVE ? current.liveSinceMs() : NEVER);
  }

  /** Hot path. */
  void received() {
    messages.lazySet(messages.getPlain() + 1);
  }

  /** Hot path. */
  void data(long nowMs) {
    lastDataMs.lazySet(nowMs);
  }

  int topics() {
    return standing.topics;
  }

  SocketState state() {
    return standing.state;
  }

  long stalenessMs(long nowMs) {
    long live = standing.liveSinceMs;
    return live == NEVER ? 0 : Math.max(0, nowMs - Math.max(live, lastDataMs.get()));
  }

  SocketStatus status(String id, Market market, long nowMs) {
    Standing now = standing;
    long data = lastDataMs.get();
    boolean live = now.liveSinceMs != NEVER;
    return new SocketStatus(
        id,
        market,
        now.state,
        now.successor,
        now.topics,
        now.acknowledged,
        now.attempts,
        live ? nowMs - now.liveSinceMs : -1,
        live && data >= now.liveSinceMs ? nowMs - data : -1,
        messages.get());
  }
}
