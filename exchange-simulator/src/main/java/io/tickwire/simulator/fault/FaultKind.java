package io.tickwire.simulator.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can go wrong. The label is what control calls say. */
public enum FaultKind {
  /** A close frame, at once. */
  CLOSE(Span.AT_ONCE),
  /** The connection is gone without a close frame, at once. */
  KILL(Span.AT_ONCE),
  /** The socket stays open and says nothing: no data, no ack, no pong. */
  STALL(Span.UNTIL_CLEARED),
  /** Connects are answered with an expired token. */
  REJECT_TOKEN(Span.NEXT_ONE),
  /** Connects are answered with "service busy". */
  REJECT_CONNECT(Span.NEXT_ONE),
  /** Data frames are not sent. */
  DROP(Span.NEXT_ONE),
  /** Data frames are sent twice. */
  DUPLICATE(Span.NEXT_ONE),
  /** A data frame is sent after the one that follows it. */
  REORDER(Span.NEXT_ONE),
  /** Broken frames are mixed in before the data frames. */
  GARBAGE(Span.NEXT_ONE),
  /** Subscriptions are acked late. */
  SLOW_ACKS(Span.UNTIL_CLEARED),
  /** Topics of a symbol are acked and never sent. */
  SILENT_TOPIC(Span.UNTIL_CLEARED),
  /** Calls of the REST API are refused with 429000. */
  REST_429(Span.NEXT_ONE),
  /** Sockets are cut and nobody gets in; trades go on and candles remember. */
  OUTAGE(Span.UNTIL_CLEARED);

  /** How long a fault lasts that was ordered without a duration. */
  public enum Span {
    AT_ONCE,
    NEXT_ONE,
    UNTIL_CLEARED
  }

  private final Span span;

  FaultKind(Span span) {
    this.span = span;
  }

  public Span span() {
    return span;
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<FaultKind> find(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
  }
}
