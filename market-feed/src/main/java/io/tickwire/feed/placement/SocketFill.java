package io.tickwire.feed.placement;

/**
 * How many topics a socket takes. New symbols go to a socket up to the chunk; the room from there
 * to the limit is only for symbols that are about to leave and still count until they have left.
 *
 * @param chunk the fill level, in topics
 * @param limit the exchange's bound, in topics; never passed
 */
public record SocketFill(int chunk, int limit) {
  public SocketFill {
    if (chunk < 1 || chunk > limit) {
      throw new IllegalArgumentException(
          "a socket's chunk must be 1 to its limit: chunk=" + chunk + " limit=" + limit);
    }
  }

  /** With the lower one of both limits. */
  SocketFill below(int topics) {
    int lower = Math.min(limit, topics);
    return new SocketFill(Math.min(chunk, lower), lower);
  }
}
