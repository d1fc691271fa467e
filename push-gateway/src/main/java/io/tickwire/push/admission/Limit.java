package io.tickwire.push.admission;

import java.util.Locale;

/** What a client has had all of that it may. */
public enum Limit {
  /** Of one connection. */
  MESSAGES("too many messages a second"),
  USER_MESSAGES("too many messages and requests of this user a second"),
  ADDRESS_MESSAGES("too many messages and requests from this address a second"),
  /** Of a connection, or of a user over all connections. */
  SUBSCRIPTIONS("this user has all the subscriptions that he may");

  private final String reason;

  Limit(String reason) {
    this.reason = reason;
  }

  /** One sentence for the client. */
  public String reason() {
    return reason;
  }

  /** What it is called in metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
