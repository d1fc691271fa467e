package io.tickwire.feed.socket;

/**
 * Where one connection to the exchange stands. {@link SocketLife} says what leads from one to the
 * next.
 */
public enum SocketState {
  /** Nothing is desired, so nothing is open. */
  IDLE,
  /** The process connects only so often; this one's turn will come. */
  WAITING_FOR_SLOT,
  GETTING_TOKEN,
  /** TCP, TLS and the upgrade. */
  CONNECTING,
  AWAITING_WELCOME,
  LIVE,
  BACKING_OFF,
  CLOSED;

  boolean leadsTo(SocketState next) {
    return switch (this) {
      case IDLE -> next == WAITING_FOR_SLOT || next == CLOSED;
      case WAITING_FOR_SLOT -> next == GETTING_TOKEN || next == IDLE || next == CLOSED;
      case GETTING_TOKEN -> next == CONNECTING || next == BACKING_OFF || next == CLOSED;
      case CONNECTING -> next == AWAITING_WELCOME || next == BACKING_OFF || next == CLOSED;
      case AWAITING_WELCOME -> next == LIVE || next == BACKING_OFF || next == CLOSED;
      case LIVE -> next == BACKING_OFF || next == IDLE || next == CLOSED;
      case BACKING_OFF -> next == WAITING_FOR_SLOT || next == IDLE || next == CLOSED;
      case CLOSED -> false;
    };
  }

  /** Something runs that has to be given up on when it takes too long or fails. */
  boolean isUnderWay() {
    return this == GETTING_TOKEN || this == CONNECTING || this == AWAITING_WELCOME || this == LIVE;
  }
}
