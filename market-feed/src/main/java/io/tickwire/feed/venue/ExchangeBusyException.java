package io.tickwire.feed.venue;

import java.io.Serial;

/** The exchange did not look at a call: there were too many, of us or of all. */
public final class ExchangeBusyException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1;

  public ExchangeBusyException(String message) {
    super(message);
  }
}
