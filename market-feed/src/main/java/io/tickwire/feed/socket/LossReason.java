package io.tickwire.feed.socket;

import java.util.Locale;

/** Why a connection, or the attempt at one, was given up; a label of metrics. */
public enum LossReason {
  NO_TOKEN,
  /** Nobody there, or not in time. */
  NOT_CONNECTED,
  NO_WELCOME,
  /** The other side or the network ended it. */
  CUT,
  /** The exchange said so in an error frame. */
  REFUSED,
  NO_PONG,
  /** Pongs come and ticks do not. */
  NO_DATA,
  /** It hears us no more: requests stay unanswered. */
  NO_ACK;

  /** The value of the label. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
