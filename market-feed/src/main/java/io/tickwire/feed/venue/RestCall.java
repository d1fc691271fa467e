package io.tickwire.feed.venue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.market.Market;

/**
 * One REST call of a venue, described and not yet made.
 *
 * @param market whose host is asked and whose budget pays
 * @param path with its query
 * @param weight what it costs of the budget
 */
public record RestCall<T>(Method method, Market market, String path, int weight, Reader<T> reader) {
  /** Makes the answer out of the payload inside the venue's envelope; pure, any thread. */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * @param receivedNs epoch nanoseconds when the answer was read
     * @throws IllegalArgumentException with one sentence when the payload makes no sense
     */
    T read(JsonNode payload, long receivedNs);
  }

  /** How to ask. */
  public enum Method {
    GET,
    POST
  }
}
