package io.tickwire.feed.vertx;

import io.tickwire.feed.port.Transport;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import java.util.Arrays;

/**
 * WebSockets to the exchange: messages up to 1 MiB, no compression, bounded closes. Confined to the
 * event loop that opens them.
 */
public final class WebSocketTransport implements Transport {
  private static final int MAX_MESSAGE_BYTES = 1 << 20;
  private static final int MAX_SOCKETS = 1_000;
  private static final int CLOSE_WITHIN_S = 2;
  private static final int FIRST_BUFFER = 1_024;

  private final WebSocketClient client;

  /**
   * @param connectTimeoutMs for the TCP connection
   */
  public WebSocketTransport(Vertx vertx, long connectTimeoutMs) {
    this.client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxFrameSize(MAX_MESSAGE_BYTES)
                .setMaxMessageSize(MAX_MESSAGE_BYTES)
                .setMaxConnections(MAX_SOCKETS)
                .setTryUsePerMessageCompression(false)
                .setTryUsePerFrameCompression(false)
                .setConnectTimeout(Math.toIntExact(connectTimeoutMs))
                .setClosingTimeout(CLOSE_WITHIN_S));
  }

  @Override
  public Connection open(String uri, long timeoutMs, Receiver receiver) {
    Socket socket = new Socket(client.webSocket(), receiver);
    socket.connect(new WebSocketConnectOptions().setAbsoluteURI(uri).setTimeout(timeoutMs));
    return socket;
  }

  /** Closes what is still open. */
  public void close() {
    client.close();
  }

  private static final class Socket implements Connection {
    private final ClientWebSocket webSocket;
    private final Receiver receiver;
    private byte[] message = new byte[FIRST_BUFFER];
    private int length;
    private boolean connected;
    private boolean over;

    Socket(ClientWebSocket webSocket, Receiver receiver) {
      this.webSocket = webSocket;
      this.receiver = receiver;
    }

    void connect(WebSocketConnectOptions options) {
      webSocket.frameHandler(this::onFrame);
      webSocket.exceptionHandler(failure -> end("failed: " + failure.getMessage()));
      webSocket.closeHandler(ignored -> end("closed: code=" + webSocket.closeStatusCode()));
      webSocket
          .connect(options)
          .onComplete(
              ignored -> onConnected(), failure -> end("cannot connect: " + failure.getMessage()));
    }

    private void onConnected() {
      connected = true;
      if (over) {
        webSocket.close(); // It came up after it was given up.
      } else {
        receiver.onOpen();
      }
    }

    /** A message may come in pieces; control frames are none of ours. */
    private void onFrame(WebSocketFrame frame) {
      if (over || !(frame.isText() || frame.isBinary() || frame.isContinuation())) {
        return;
      }
      Buffer piece = frame.binaryData();
      if (length + piece.length() > MAX_MESSAGE_BYTES) {
        end("a message over " + MAX_MESSAGE_BYTES + " bytes");
        webSocket.close();
        return;
      }
      if (length + piece.length() > message.length) {
        message = Arrays.copyOf(message, Math.max(2 * message.length, length + piece.length()));
      }
      piece.getBytes(message, length);
      length += piece.length();
      if (frame.isFinal()) {
        int whole = length;
        length = 0;
        receiver.onMessage(message, whole);
      }
    }

    @Override
    public void send(String text) {
      if (!over) {
        webSocket
            .writeTextMessage(text)
            .onFailure(failure -> end("cannot write: " + failure.getMessage()));
      }
    }

    @Override
    public void close() {
      over = true;
      if (connected) {
        webSocket.close();
      }
    }

    private void end(String reason) {
      if (!over) {
        over = true;
        receiver.onEnd(reason);
      }
    }
  }
}
