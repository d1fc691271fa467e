package io.tickwire.push.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.VoidChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.tickwire.push.fanout.Publication;
import io.tickwire.push.frame.EventBytes;
import io.tickwire.push.frame.MessageForm;
import io.tickwire.push.protocol.CloseCode;
import io.tickwire.push.protocol.WireFormat;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket on its channel, in place of Vert.x's, which keeps 15 KiB for each. Messages are whole
 * frames, written below the encoders: a copy of shared bytes into one pooled buffer, which the
 * channel releases once it is sent, or when the channel closes. What comes is read by {@link
 * FrameReader}. Confined to its event loop.
 */
final class ChannelSocket implements PushSocket {
  /** Less than this costs a reader more to inflate than to read. */
  private static final int DEFLATE_FROM_BYTES = 256;

  private static final String READER = "tickwire-frames";

  private final Channel channel;
  private final ChannelHandlerContext out;
  private final ChannelPromise unheard;
  private final FrameReader reader;
  private final WireFormat format;
  private final boolean deflated;
  private final Flushes flushes;
  private int unflushedBytes;

  private ChannelSocket(
      ChannelHandlerContext out,
      FrameReader reader,
      WireFormat format,
      boolean deflated,
      Flushes flushes) {
    this.channel = out.channel();
    this.out = out;
    this.unheard = new VoidChannelPromise(channel, false);
    this.reader = reader;
    this.format = format;
    this.deflated = deflated;
    this.flushes = flushes;
  }

  /**
   * Takes the channel of a socket that was just opened, which must not be used any more; leaves it
   * to the socket where it does not show its channel.
   *
   * @param context that the listener is called on
   * @param bufferBytes that may be on the way to the reader
   * @param messageBytes that a client's message may have
   */
  static PushSocket of(
      ServerWebSocket socket,
      ContextInternal context,
      int bufferBytes,
      int messageBytes,
      Flushes flushes) {
    if (socket instanceof WebSocketInternal internal) {
      ChannelHandlerContext vertx = internal.channelHandlerContext();
      ChannelPipeline pipeline = vertx.pipeline();
      // Beyond it only whole bytes are understood.
      ChannelHandlerContext encoder = encoder(pipeline);
      if (encoder != null) {
        vertx
            .channel()
            .config()
            .setWriteBufferWaterMark(new WriteBufferWaterMark(bufferBytes / 2, bufferBytes));
        FrameReader reader = new FrameReader(vertx.channel(), context, messageBytes);
        pipeline.replace(vertx.name(), READER, reader);
        return new ChannelSocket(
            encoder,
            reader,
            WireFormat.of(socket.subProtocol()),
            pipeline.get(MessageInflater.class) != null,
            flushes);
      }
    }
    return new StockSocket(socket, bufferBytes);
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
  public WireFormat format() {
    return format;
  }

  @Override
  public void listen(Listener listener) {
    reader.listen(listener);
  }

  @Override
  public void pause() {
    reader.pause();
  }

  @Override
  public void resume() {
    reader.resume();
  }

  @Override
  public boolean isFull() {
    return !channel.isWritable();
  }

  @Override
  public void write(String text) {
    send(form(false), List.of(EventBytes.of(text)));
  }

  @Override
  public void write(List<Publication> events) {
    List<EventBytes> shared = new ArrayList<>(events.size());
    int bytes = 0;
    for (Publication event : events) {
      shared.add(event.bytes());
      bytes += event.bytes().length();
    }
    send(form(deflated && bytes >= DEFLATE_FROM_BYTES), shared);
  }

  private MessageForm form(boolean deflate) {
    return MessageForm.of(format == WireFormat.CBOR, deflate);
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

  @Override
  @SuppressWarnings("FutureReturnValueIgnored")
  public void ping() {
    channel.writeAndFlush(new PingWebSocketFrame());
  }

  @Override
  public boolean isClosed() {
    return reader.isClosing() || !channel.isActive();
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // The listener is told when it is done.
  public void close(CloseCode code, String reason) {
    if (!isClosed()) {
      reader.closing();
      channel
          .writeAndFlush(new CloseWebSocketFrame(code.number() & 0xffff, reason))
          .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
      channel.eventLoop().schedule(() -> channel.close(), CLOSING_MS, TimeUnit.MILLISECONDS);
    }
  }
}
