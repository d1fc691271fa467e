package io.tickwire.push.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.internal.ContextInternal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The last handler of a WebSocket's channel: makes messages of frames, answers pings and the close
 * frame, and tells the listener. That frames follow each other as they may was checked by Netty's
 * decoder before it. Confined to its event loop.
 */
final class FrameReader extends ChannelInboundHandlerAdapter {
  private static final int MOST_COMPONENTS = 16;

  private final Channel channel;
  private final ContextInternal context;
  private final int messageBytes;
  private PushSocket.@Nullable Listener listener;

  /** What came while nobody wanted it; null when there is nothing. */
  private @Nullable Deque<WebSocketFrame> held;

  /** The fragments of a message so far. */
  private @Nullable CompositeByteBuf fragments;

  private boolean isText;
  private boolean paused;
  private boolean closing;
  private boolean deaf;
  private boolean gone;

  /**
   * @param context that the listener is called on
   * @param messageBytes that a message may have, all its fragments together
   */
  FrameReader(Channel channel, ContextInternal context, int messageBytes) {
    this.channel = channel;
    this.context = context;
    this.messageBytes = messageBytes;
    channel.config().setAutoRead(true);
  }

  void listen(PushSocket.Listener fresh) {
    listener = fresh;
    readHeld();
    if (gone || !channel.isActive()) {
      gone = true;
      closing = true;
      fresh.onClosed();
    }
  }

  void pause() {
    paused = true;
    channel.config().setAutoRead(false);
  }

  void resume() {
    paused = false;
    readHeld();
    channel.config().setAutoRead(true);
  }

  private void readHeld() {
    Deque<WebSocketFrame> frames = held;
    while (frames != null && !frames.isEmpty() && !isHolding()) {
      read(frames.remove());
    }
  }

  private boolean isHolding() {
    return !closing && (paused || listener == null);
  }

  /** Whether a close frame was sent or has come. */
  boolean isClosing() {
    return closing;
  }

  /**
   * The close frame is sent now. Only its answer is of interest still.
   *
   * @return whether that can be heard: behind what is no frame, no other is found
   */
  boolean closing() {
    closing = true;
    resume();
    return !deaf;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof WebSocketFrame frame)) {
      ReferenceCountUtil.release(message);
    } else if (isHolding()) {
      if (held == null) {
        held = new ArrayDeque<>(2);
      }
      held.add(frame);
    } else {
      context.dispatch(frame, this::read);
    }
  }

  private void read(WebSocketFrame frame) {
    try {
      if (frame instanceof CloseWebSocketFrame close) {
        onClose(close);
      } else if (!closing) {
        onFrame(frame);
      }
    } finally {
      frame.release();
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // The listener is told when it is done.
  private void onClose(CloseWebSocketFrame frame) {
    if (closing) {
      channel.close();
      return;
    }
    closing = true;
    // An empty one is answered by an empty one.
    channel
        .writeAndFlush(new CloseWebSocketFrame(true, 0, frame.content().retain()))
        .addListener(ChannelFutureListener.CLOSE);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // What fails closes the channel.
  private void onFrame(WebSocketFrame frame) {
    PushSocket.Listener to = listener;
    if (frame instanceof PingWebSocketFrame) {
      // Who asks faster than he reads gets some answers less.
      if (channel.isWritable()) {
        channel.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
      }
    } else if (to != null && frame instanceof PongWebSocketFrame) {
      to.onPong();
    } else if (to != null) {
      onData(frame, to);
    }
  }

  private void onData(WebSocketFrame frame, PushSocket.Listener to) {
    CompositeByteBuf before = fragments;
    if (before == null) {
      isText = frame instanceof TextWebSocketFrame;
      if (!isText && !(frame instanceof BinaryWebSocketFrame)) {
        return;
      }
    }
    int bytes = frame.content().readableBytes() + (before == null ? 0 : before.readableBytes());
    if (bytes > messageBytes) {
      fail(
          new CorruptedWebSocketFrameException(
              WebSocketCloseStatus.MESSAGE_TOO_BIG, "the message is too big"));
    } else if (before == null && frame.isFinalFragment()) {
      tell(frame.content(), to);
    } else {
      collect(frame, to);
    }
  }

  private void collect(WebSocketFrame frame, PushSocket.Listener to) {
    CompositeByteBuf whole = fragments;
    if (whole == null) {
      whole = channel.alloc().compositeBuffer(MOST_COMPONENTS);
      fragments = whole;
    }
    whole.addComponent(true, frame.content().retain());
    if (frame.isFinalFragment()) {
      fragments = null;
      try {
        tell(whole, to);
      } finally {
        whole.release();
      }
    }
  }

  private void tell(ByteBuf message, PushSocket.Listener to) {
    if (isText) {
      to.onText(message.toString(StandardCharsets.UTF_8));
    } else {
      to.onBinary(ByteBufUtil.getBytes(message));
    }
  }

  /** What comes after it cannot be understood either. */
  @SuppressWarnings("FutureReturnValueIgnored") // The listener is told when it is done.
  private void fail(Throwable cause) {
    PushSocket.Listener to = listener;
    if (to != null && !closing) {
      to.onBroken(cause);
    }
    if (!closing) {
      channel.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    deaf = true;
    context.dispatch(cause, this::fail);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    PushSocket.Listener to = listener;
    if (to != null && channel.isWritable()) {
      context.dispatch(to::onDrained);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    forget();
    PushSocket.Listener to = listener;
    if (to != null && !gone) {
      context.dispatch(to::onClosed);
    }
    gone = true;
    closing = true;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    forget();
  }

  private void forget() {
    ReferenceCountUtil.release(fragments);
    fragments = null;
    Deque<WebSocketFrame> frames = held;
    if (frames != null) {
      frames.forEach(ReferenceCountUtil::release);
      held = null;
    }
  }
}
