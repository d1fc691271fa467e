package io.tickwire.push.admission;

import java.util.Locale;

/** What a client has had all of that it may. */
public enum Limit {
  /** Of one connection. */
  MESSAGES("too many messages a second"),
  USER_MESSAGES("too many messages and requests of this user a second"),
  ADDRESS_MESSAGES("too many messages and requests from this address a second"),
  ALL_MESSAGES("too many messages and requests to this instance a second"),
  /** Of one connection. */
  SUBSCRIPTIONS("this connection has all the subscriptions it may"),
  USER_SUBSCRIPTIONS("this user has all the subscriptions that he may"),
  ADDRESS_SUBSCRIPTIONS("this address has all the subscriptions that it may"),
  ALL_SUBSCRIPTIONS("this instance has all the subscriptions that it may");

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
