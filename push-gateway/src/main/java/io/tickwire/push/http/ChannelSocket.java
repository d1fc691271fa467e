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
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket on its channel, in place of Vert.x's, which keeps 15 KiB for each. Messages are whole
 * frames, written below the encoders: pooled buffers, shared by those who are sent the same, which
 * the channel releases once it is sent, or when the channel closes. What comes is read by {@link
 * FrameReader}. Confined to its event loop.
 */
final class ChannelSocket implements PushSocket {
  /** Less than this costs a reader more to inflate than to read. */
  private static final int DEFLATE_FROM_BYTES = 256;

  /** Time that the close frame has to arrive where no answer can be read. */
  private static final int UNANSWERED_MS = 1_000;

  private static final String READER = "tickwire-frames";

  /** What the sockets of one event loop share. */
  record Shares(Flushes flushes, LastFrames frames) {}

  private final Channel channel;
  private final ChannelHandlerContext out;
  private final ChannelPromise unheard;
  private final FrameReader reader;
  private final WireFormat format;
  private final boolean deflated;
  private final Flushes flushes;
  private final LastFrames frames;
  private int unflushedBytes;

  private ChannelSocket(
      ChannelHandlerContext out,
      FrameReader reader,
      WireFormat format,
      boolean deflated,
      Shares shares) {
    this.channel = out.channel();
    this.out = out;
    this.unheard = new VoidChannelPromise(channel, false);
    this.reader = reader;
    this.format = format;
    this.deflated = deflated;
    this.flushes = shares.flushes();
    this.frames = shares.frames();
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
      Shares shares) {
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
            shares);
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
    send(form(false).frame(channel.alloc(), List.of(EventBytes.of(text))));
  }

  @Override
  public void write(List<Publication> events) {
    send(frames.of(form(deflated && isLarge(events)), channel.alloc(), events));
  }

  private static boolean isLarge(List<Publication> events) {
    int bytes = 0;
    for (Publication event : events) {
      bytes += event.bytes().length();
    }
    return bytes >= DEFLATE_FROM_BYTES;
  }

  private MessageForm form(boolean deflate) {
    return MessageForm.of(format == WireFormat.CBOR, deflate);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // What fails closes the socket, which tells of it.
  private void send(ByteBuf frame) {
    int bytes = frame.readableBytes();
    out.write(frame, unheard);
    if (unflushedBytes == 0) {
      flushes.add(this);
    }
    unflushedBytes += bytes;
    flushes.written(bytes);
  }

  /** What was written leaves now. */
  void flush() {
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
      // Closing at once, with bytes of the client unread, could cost him the close frame.
      int waitMs = reader.closing() ? CLOSING_MS : UNANSWERED_MS;
      channel
          .writeAndFlush(new CloseWebSocketFrame(code.number() & 0xffff, reason))
          .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
      channel.eventLoop().schedule(() -> channel.close(), waitMs, TimeUnit.MILLISECONDS);
    }
  }
}
