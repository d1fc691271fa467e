package io.tickwire.push.http;

import io.netty.channel.ChannelHandlerContext;
import io.tickwire.push.fanout.Publication;
import io.tickwire.push.protocol.Cbor;
import io.tickwire.push.protocol.CloseCode;
import io.tickwire.push.protocol.ServerFrames;
import io.tickwire.push.protocol.WireFormat;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Vert.x's WebSocket: encodes and flushes each message by itself. */
final class StockSocket implements PushSocket {
  private static final Buffer NO_PAYLOAD = Buffer.buffer();

  private final ServerWebSocket socket;
  private final WireFormat format;
  private boolean over;

  /**
   * @param bufferBytes that may be on the way to the reader
   */
  StockSocket(ServerWebSocket socket, int bufferBytes) {
    this.socket = socket;
    this.format = WireFormat.of(socket.subProtocol());
    socket.setWriteQueueMaxSize(bufferBytes);
  }

  @Override
  public WireFormat format() {
    return format;
  }

  @Override
  public void listen(Listener listener) {
    socket.textMessageHandler(listener::onText);
    socket.binaryMessageHandler(message -> listener.onBinary(message.getBytes()));
    socket.pongHandler(ignored -> listener.onPong());
    socket.drainHandler(ignored -> listener.onDrained());
    socket.exceptionHandler(listener::onBroken);
    socket.closeHandler(ignored -> over(listener));
    if (socket.isClosed()) {
      // Before anybody listened: nobody tells of that any more.
      over(listener);
    }
  }

  private void over(Listener listener) {
    if (!over) {
      over = true;
      listener.onClosed();
    }
  }

  @Override
  public void pause() {
    socket.pause();
  }

  @Override
  public void resume() {
    socket.resume();
  }

  /** A socket that the peer has closed refuses to be asked, some moments before it tells. */
  @Override
  public boolean isFull() {
    return socket.isClosed() || socket.writeQueueFull();
  }

  @Override
  public void write(String text) {
    if (format == WireFormat.CBOR) {
      socket.writeBinaryMessage(Buffer.buffer(Cbor.ofJson(text)));
    } else {
      socket.writeTextMessage(text);
    }
  }

  @Override
  public void write(List<Publication> events) {
    write(ServerFrames.batch(events.stream().map(Publication::text).toList()));
  }

  @Override
  public void ping() {
    socket.writePing(NO_PAYLOAD);
  }

  @Override
  public boolean isClosed() {
    return socket.isClosed();
  }

  /**
   * Behind a full buffer the close frame waits for a reader that may never read, and every public
   * way to close waits behind it; closing below Vert.x's own handler does not.
   */
  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // The close handler tells when it is done.
  public void close(CloseCode code, String reason) {
    if (socket.isClosed()) {
      return;
    }
    socket.close(code.number(), reason);
    if (socket instanceof WebSocketInternal internal) {
      ChannelHandlerContext below = internal.channelHandlerContext();
      below.executor().schedule(() -> below.close(), CLOSING_MS, TimeUnit.MILLISECONDS);
    }
  }
}
