package io.tickwire.feed.socket;

/** Where one exchange socket stands. {@link ExchangeSocket} lists the transitions. */
public enum SocketState {
  IDLE,
  CONNECTING,
  LIVE,
  BACKING_OFF,
  CLOSED
}
