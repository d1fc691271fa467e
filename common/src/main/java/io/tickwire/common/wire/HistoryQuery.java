package io.tickwire.common.wire;

/**
 * Asks a feed for the ticks of one symbol that somebody has not seen: sent on {@code
 * tickwire.history.{member}}, answered by a {@link HistoryReply}.
 *
 * @param kind TRADE (answered by trades, or candles where trades are no longer told) or MARK
 * @param sinceSequence the last one seen, {@link #UNKNOWN} when only a time is known
 * @param sinceNs its time by the venue, epoch nanoseconds
 * @param untilNs up to where, epoch nanoseconds; {@link #NOW} for all there is, so that live ticks
 *     follow
 * @param keptOnly wants what a feed keeps itself and can tell at once, or to hear that it does not
 *     keep all of it; nobody else is asked
 */
public record HistoryQuery(
    String symbol,
    TickKind kind,
    long sinceSequence,
    long sinceNs,
    long untilNs,
    boolean keptOnly) {
  /** Instead of a sequence. */
  public static final long UNKNOWN = 0;

  /** Instead of an end. */
  public static final long NOW = 0;

  public HistoryQuery {
    if (symbol == null || symbol.isEmpty() || (kind != TickKind.TRADE && kind != TickKind.MARK)) {
      throw new IllegalArgumentException("no such history: symbol=" + symbol + " kind=" + kind);
    }
    if (sinceSequence < 0 || sinceNs <= 0 || (untilNs != NOW && untilNs < sinceNs)) {
      throw new IllegalArgumentException(
          "impossible history: sinceSequence="
              + sinceSequence
              + " sinceNs="
              + sinceNs
              + " untilNs="
              + untilNs);
    }
  }

  /** By whatever means a feed has. */
  public HistoryQuery(
      String symbol, TickKind kind, long sinceSequence, long sinceNs, long untilNs) {
    this(symbol, kind, sinceSequence, sinceNs, untilNs, false);
  }

  /** Whether live ticks are to follow. */
  public boolean isUntilNow() {
    return untilNs == NOW;
  }

  /** Whether only the time is known. */
  public boolean isByTime() {
    return sinceSequence == UNKNOWN;
  }

  /** The same question, from the end of an answer on. */
  public HistoryQuery after(HistoryReply reply) {
    return new HistoryQuery(
        symbol,
        kind,
        reply.endSequence(),
        untilNs == NOW ? reply.endNs() : Math.min(untilNs, reply.endNs()),
        untilNs,
        keptOnly);
  }
}
