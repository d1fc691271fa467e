package io.tickwire.simulator.session;

import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;

/**
 * Ends a socket the way the exchange does when it is displeased: the connection is gone, no close
 * frame.
 */
public final class AbruptDrop {

  private AbruptDrop() {}

  // Nobody is left to tell whether closing worked.
  @SuppressWarnings("FutureReturnValueIgnored")
  public static void of(ServerWebSocket socket) {
    // The public API can only close politely, and that waits behind whatever the peer does not
    // read.
    ((WebSocketInternal) socket).channelHandlerContext().close();
  }
}
