package io.tickwire.push.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.VoidChannelPromise;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.tickwire.push.fanout.Publication;
import io.tickwire.push.frame.EventBytes;
import io.tickwire.push.frame.MessageForm;
import io.tickwire.push.protocol.WireFormat;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes whole WebSocket frames to the channel, below Vert.x and its encoders; pings, pongs and
 * close frames go through Vert.x. A frame is a copy of shared bytes into one pooled buffer, which
 * the channel releases: once it is sent, or when the channel closes. Confined to its event loop.
 */
final class FrameWriter implements SocketWriter {
  /** Less than this costs a reader more to inflate than to read. */
  private static final int DEFLATE_FROM_BYTES = 256;

  private final Channel channel;
  private final ChannelHandlerContext out;
  private final ChannelPromise unheard;
  private final MessageForm plain;
  private final MessageForm large;
  private final Flushes flushes;
  private int unflushedBytes;

  /** Tells when the channel takes more. */
  private static final class Drain extends ChannelInboundHandlerAdapter {
    private final Runnable onDrained;

    Drain(Runnable onDrained) {
      this.onDrained = onDrained;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      ctx.fireChannelWritabilityChanged();
      if (ctx.channel().isWritable()) {
        onDrained.run();
      }
    }
  }

  private FrameWriter(
      ChannelHandlerContext vertx,
      ChannelHandlerContext out,
      WireFormat format,
      Flushes flushes,
      Runnable onDrained) {
    this.channel = out.channel();
    this.out = out;
    this.unheard = new VoidChannelPromise(channel, false);
    this.flushes = flushes;
    boolean cbor = format == WireFormat.CBOR;
    boolean deflated = vertx.pipeline().get(MessageInflater.class) != null;
    this.plain = MessageForm.of(cbor, false);
    this.large = MessageForm.of(cbor, deflated);
    vertx.pipeline().addBefore(vertx.name(), "drain", new Drain(onDrained));
  }

  /**
   * Writes to the channel of the socket, or through the socket where it does not show its channel.
   */
  static SocketWriter of(ServerWebSocket socket, Flushes flushes, Runnable onDrained) {
    if (socket instanceof WebSocketInternal internal) {
      ChannelHandlerContext vertx = internal.channelHandlerContext();
      ChannelPipeline pipeline = vertx.pipeline();
      // Beyond it only whole bytes are understood; before it are encoders for what is not a frame.
      ChannelHandlerContext encoder = encoder(pipeline);
      if (encoder != null) {
        return new FrameWriter(
            vertx, encoder, WireFormat.of(socket.subProtocol()), flushes, onDrained);
      }
    }
    return new StockWriter(socket, onDrained);
  }

  private static @Nullable ChannelHandlerContext encoder(ChannelPipeline pipeline) {
    for (String name : pipeline.names()) {
      if (pipeline.get(name) instanceof WebSocketFrameEncoder) {
        return pipeline.context(name);
      }
    }
    return null;
  }

  @Override
  public boolean isFull() {
    return !channel.isWritable();
  }

  @Override
  public void write(String text) {
    send(plain, List.of(EventBytes.of(text)));
  }

  @Override
  public void write(List<Publication> events) {
    List<EventBytes> shared = new ArrayList<>(events.size());
    int bytes = 0;
    for (Publication event : events) {
      shared.add(event.bytes());
      bytes += event.bytes().length();
    }
    send(bytes < DEFLATE_FROM_BYTES ? plain : large, shared);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // What fails closes the socket, which tells of it.
  private void send(MessageForm form, List<EventBytes> events) {
    ByteBuf frame = form.frame(channel.alloc(), events);
    int bytes = frame.readableBytes();
    out.write(frame, unheard);
    if (unflushedBytes == 0) {
      flushes.add(this);
    }
    unflushedBytes += bytes;
    flushes.written(bytes);
  }

  @Override
  public void flush() {
    if (unflushedBytes > 0) {
      unflushedBytes = 0;
      out.flush();
    }
  }
}
