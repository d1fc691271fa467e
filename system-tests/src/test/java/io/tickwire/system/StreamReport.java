package io.tickwire.system;

import java.util.Map;

/**
 * What a {@link StreamConsumer} has had so far.
 *
 * @param frames given to it
 * @param lostFrames of which it was told that they will not come
 * @param silentFrames neither given nor told of, or given out of order
 * @param replayed fetched from the feed again
 * @param trades each counted once
 * @param missingTrades that lie between others of their symbol and never came
 * @param positions by feed and partition: up to which number everything was given or told
 */
record StreamReport(
    long frames,
    long lostFrames,
    long silentFrames,
    long replayed,
    long trades,
    long missingTrades,
    Map<String, Long> positions) {
  @Override
  public String toString() {
    return "frames="
        + frames
        + " lost="
        + lostFrames
        + " silent="
        + silentFrames
        + " replayed="
        + replayed
        + " trades="
        + trades
        + " missing_trades="
        + missingTrades
        + " rows="
        + positions.size();
  }
}
