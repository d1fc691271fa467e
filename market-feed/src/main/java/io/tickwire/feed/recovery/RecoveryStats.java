package io.tickwire.feed.recovery;

/**
 * Where recovery stands.
 *
 * @param symbols watched
 * @param openGaps symbols of which trades may be missing
 * @param fetchesWaiting symbols that wait for their turn
 * @param fetches under way at the exchange
 */
public record RecoveryStats(int symbols, int openGaps, int fetchesWaiting, int fetches) {}
