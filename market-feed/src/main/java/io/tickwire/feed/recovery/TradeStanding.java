package io.tickwire.feed.recovery;

/**
 * How far the trades of a watched symbol have left. What was missed after {@code upTo} leaves as
 * soon as it is fetched.
 *
 * @param upTo without a gap
 * @param newest sequence of the newest trade that has left, {@link LastKnown#NO_TRADE} before the
 *     first
 * @param gap whether trades may be missing after {@code upTo}
 */
public record TradeStanding(LastKnown upTo, long newest, boolean gap) {}
