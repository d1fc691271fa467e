package io.tickwire.push.http;

import io.tickwire.push.fanout.Publication;
import io.tickwire.push.protocol.Cbor;
import io.tickwire.push.protocol.ServerFrames;
import io.tickwire.push.protocol.WireFormat;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;

/** Writes through Vert.x's public interface: encodes and flushes each message by itself. */
final class StockWriter implements SocketWriter {
  private final ServerWebSocket socket;
  private final WireFormat format;

  StockWriter(ServerWebSocket socket, Runnable onDrained) {
    this.socket = socket;
    this.format = WireFormat.of(socket.subProtocol());
    socket.drainHandler(ignored -> onDrained.run());
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
  public void flush() {
    // Each message was flushed when it was written.
  }
}
