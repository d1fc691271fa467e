package io.tickwire.feed.recovery;

/**
 * Which candles a gap needs: whole minutes, asked for in pieces, as one answer holds a few hundred.
 *
 * @param fromMs epoch milliseconds of the first minute that is still missing
 * @param toMs exclusive
 */
public record CandleRange(long fromMs, long toMs) {
  private static final long NS_PER_MS = 1_000_000;
  private static final long MINUTE_MS = 60_000;

  /** The futures market gives at most 500 candles. */
  private static final long PIECE_MS = 480 * MINUTE_MS;

  /** Every minute that has a moment in between. */
  public static CandleRange between(long fromNs, long toNs) {
    long fromMs = minute(fromNs);
    return new CandleRange(fromMs, Math.max(fromMs, minute(toNs)) + MINUTE_MS);
  }

  private static long minute(long timeNs) {
    return timeNs / NS_PER_MS / MINUTE_MS * MINUTE_MS;
  }

  /** Up to where to ask at once, exclusive. */
  public long pieceEndMs() {
    return Math.min(toMs, fromMs + PIECE_MS);
  }

  public CandleRange rest() {
    return new CandleRange(pieceEndMs(), toMs);
  }

  public boolean isEmpty() {
    return fromMs >= toMs;
  }
}
