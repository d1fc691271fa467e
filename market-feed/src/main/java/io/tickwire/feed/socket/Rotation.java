package io.tickwire.feed.socket;

import java.util.random.RandomGenerator;

/**
 * When a connection makes room for a younger one: the exchange cuts what is a day old, so each goes
 * before, and not all at once. Pure but for the dice. Not thread-safe.
 */
final class Rotation {
  static final long NEVER = Long.MAX_VALUE;

  /** A successor of silent symbols has nothing to show but its acks. */
  static final long HANDOVER_WAIT_MS = 30_000;

  private final long leastMs;
  private final long mostMs;
  private final RandomGenerator random;
  private long dueMs = NEVER;
  private long readyMs = NEVER;

  Rotation(SocketConfig config, RandomGenerator random) {
    this.leastMs = config.rotateAfterMin().toMillis();
    this.mostMs = config.rotateAfterMax().toMillis();
    this.random = random;
  }

  /** The connection that carries the topics went live. */
  void live(long nowMs) {
    dueMs = nowMs + leastMs + (mostMs > leastMs ? random.nextLong(mostMs - leastMs) : 0);
    readyMs = NEVER;
  }

  /** There is none. */
  void down() {
    dueMs = NEVER;
    readyMs = NEVER;
  }

  boolean isDue(long nowMs) {
    return nowMs >= dueMs;
  }

  /**
   * Whether the older connection may go.
   *
   * @param ready the successor has acknowledged all that the older one carries
   * @param delivered and has brought a tick
   * @param provenMs what the older one was sent before that time has arrived; it might be half open
   *     and nobody has noticed
   */
  boolean isDone(boolean ready, boolean delivered, long provenMs, long nowMs) {
    if (!ready) {
      readyMs = NEVER;
      return false;
    }
    readyMs = Math.min(readyMs, nowMs);
    return provenMs >= readyMs && (delivered || nowMs - readyMs >= HANDOVER_WAIT_MS);
  }

  /** When to look again, if nothing happens until then. */
  long nextMs(boolean rotating, long nowMs) {
    if (!rotating) {
      return dueMs;
    }
    boolean waiting = readyMs != NEVER && nowMs - readyMs < HANDOVER_WAIT_MS;
    return waiting ? readyMs + HANDOVER_WAIT_MS : NEVER;
  }
}
