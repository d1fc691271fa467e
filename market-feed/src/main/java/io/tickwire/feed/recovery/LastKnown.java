package io.tickwire.feed.recovery;

/**
 * Up to where the trades of a symbol are known to be published.
 *
 * @param sequence of the newest trade, {@value #NO_TRADE} when none was seen
 * @param timeNs epoch nanoseconds by the exchange of that trade; without one, since when somebody
 *     watched
 */
public record LastKnown(long sequence, long timeNs) {
  /** Instead of a sequence: watched, but nothing traded yet. */
  public static final long NO_TRADE = -1;

  public LastKnown {
    if (sequence < NO_TRADE || timeNs < 0) {
      throw new IllegalArgumentException(
          "no such trade: sequence=" + sequence + " timeNs=" + timeNs);
    }
  }
}
