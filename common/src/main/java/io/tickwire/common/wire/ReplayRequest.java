package io.tickwire.common.wire;

/**
 * Asks one run of one feed for frames that did not come. The answer is a {@link
 * io.vertx.core.buffer.Buffer} as {@link ReplayPage} writes it.
 *
 * @param from the first missing sequence
 * @param to the last
 */
public record ReplayRequest(int partition, long from, long to) {
  public ReplayRequest {
    if (partition < 0 || from < 1 || to < from) {
      throw new IllegalArgumentException(
          "impossible replay: partition=" + partition + " from=" + from + " to=" + to);
    }
  }
}
