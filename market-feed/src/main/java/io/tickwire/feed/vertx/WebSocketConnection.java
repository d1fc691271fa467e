package io.tickwire.feed.vertx;

import io.tickwire.feed.port.Transport;
import io.vertx.core.Context;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;

/**
 * One WebSocket, from the attempt to the end. Its end is always told in a turn of its own, so never
 * inside a call of ours. Confined to one event loop.
 */
final class WebSocketConnection implements Transport.Connection {
  private final Context loop;
  private final ClientWebSocket webSocket;
  private final Transport.Receiver receiver;
  private final MessageBytes message = new MessageBytes(WebSocketTransport.MAX_MESSAGE_BYTES);
  private boolean open;
  private boolean over;
  private boolean silenced;

  WebSocketConnection(Context loop, ClientWebSocket webSocket, Transport.Receiver receiver) {
    this.loop = loop;
    this.webSocket = webSocket;
    this.receiver = receiver;
  }

  void open(String uri, long timeoutMs) {
    webSocket.frameHandler(this::onFrame);
    webSocket.exceptionHandler(failure -> end("failed: " + failure.getMessage()));
    webSocket.closeHandler(ignored -> end("closed: code=" + webSocket.closeStatusCode()));
    WebSocketConnectOptions options;
    try {
      options = new WebSocketConnectOptions().setAbsoluteURI(uri);
    } catch (RuntimeException e) {
      // Its message may quote the address and with it the token.
      end("not an address: " + e.getClass().getSimpleName());
      return;
    }
    webSocket
        .connect(options.setTimeout(timeoutMs).setConnectTimeout(timeoutMs))
        .onComplete(
            ignored -> loop.runOnContext(turn -> connected()),
            failure -> end("cannot connect: " + failure.getMessage()));
  }

  private void connected() {
    if (over) {
      // It came up after we gave up on it and would stay for ever.
      webSocket.close();
    } else {
      opened();
    }
  }

  private void opened() {
    if (!open) {
      open = true;
      receiver.onOpen();
    }
  }

  /** Hot path. */
  private void onFrame(WebSocketFrame frame) {
    if (over || !(frame.isText() || frame.isBinary() || frame.isContinuation())) {
      return;
    }
    opened();
    if (!frame.isContinuation()) {
      message.clear();
    }
    if (!message.append(frame.binaryData())) {
      end("a message is longer than " + WebSocketTransport.MAX_MESSAGE_BYTES + " bytes");
    } else if (frame.isFinal() && !over) {
      receiver.onMessage(message.bytes(), message.length());
    }
  }

  @Override
  public void send(String text) {
    webSocket
        .writeTextMessage(text)
        .onFailure(failure -> end("cannot write: " + failure.getMessage()));
  }

  private void end(String reason) {
    if (!over) {
      over = true;
      shut();
      loop.runOnContext(ignored -> tell(reason));
    }
  }

  private void tell(String reason) {
    if (!silenced) {
      receiver.onEnd(reason);
    }
  }

  @Override
  public void close() {
    silenced = true;
    if (!over) {
      over = true;
      shut();
    }
  }

  /** The client bounds how long the other side may take to agree. */
  private void shut() {
    if (open) {
      webSocket.close();
    }
  }
}
