package io.tickwire.feed.venue;

import io.tickwire.common.wire.Tick;
import org.jspecify.annotations.Nullable;

/** What one frame from the exchange's socket said. */
public sealed interface VenueFrame {
  /** The socket may be used from now on. */
  record Welcome() implements VenueFrame {}

  /**
   * @param id of the ping it answers
   */
  record Pong(String id) implements VenueFrame {}

  /**
   * @param id of the subscribe or unsubscribe it answers
   */
  record Ack(String id) implements VenueFrame {}

  /**
   * The exchange refused something.
   *
   * @param id of the request, or one the server made, or null
   * @param code the exchange's own number
   */
  record Failure(@Nullable String id, int code, String text) implements VenueFrame {}

  record Data(Tick tick) implements VenueFrame {}

  /** Well-formed and of no use to us: funding rates, unknown subjects. */
  record Ignored(String what) implements VenueFrame {}

  /**
   * Cannot be believed.
   *
   * @param symbol whose data it claims to be, empty when it does not say
   * @param detail for a person, a few words
   */
  record Rejected(RejectReason reason, String symbol, String detail) implements VenueFrame {}
}
