package io.tickwire.feed.vertx;

import io.tickwire.common.async.TimeLimit;
import io.tickwire.feed.port.Transport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;

/**
 * WebSockets by Vert.x: no compression, messages up to 1 MiB, bounded closes. Confined to the event
 * loop it was made on.
 */
public final class WebSocketTransport implements Transport {
  static final int MAX_MESSAGE_BYTES = 1 << 20;
  private static final int MAX_SOCKETS = 1_000;
  private static final int CLOSE_WITHIN_S = 2;
  private static final long CLOSED_WITHIN_MS = 3_000;

  private final Vertx vertx;
  private final Context loop;
  private final WebSocketClient client;

  /** Call it on the feed's event loop. */
  public WebSocketTransport(Vertx vertx) {
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
    this.client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxFrameSize(MAX_MESSAGE_BYTES)
                .setMaxMessageSize(MAX_MESSAGE_BYTES)
                .setMaxConnections(MAX_SOCKETS)
                .setTryUsePerMessageCompression(false)
                .setTryUsePerFrameCompression(false)
                .setClosingTimeout(CLOSE_WITHIN_S));
  }

  @Override
  public Connection open(String uri, long timeoutMs, Receiver receiver) {
    WebSocketConnection connection = new WebSocketConnection(loop, client.webSocket(), receiver);
    connection.open(uri, timeoutMs);
    return connection;
  }

  /** Ends what is open; completes within seconds, always well. */
  public Future<Void> close() {
    return TimeLimit.of(vertx, CLOSED_WITHIN_MS, client.close()).otherwiseEmpty();
  }
}
