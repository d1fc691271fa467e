package io.tickwire.feed.socket;

import io.tickwire.common.wire.Tick;
import io.tickwire.feed.venue.VenueFrame;

/** What a socket has to say to the feed; called on the socket's event loop. */
public interface SocketListener {
  void onTick(ExchangeSocket socket, Tick tick);

  void onRejected(ExchangeSocket socket, VenueFrame.Rejected rejected);

  /** It went live, was lost or was closed. */
  void onStateChange(ExchangeSocket socket);
}
