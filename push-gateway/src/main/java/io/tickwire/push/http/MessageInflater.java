package io.tickwire.push.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Gives Vert.x the messages of one client as if they had never been compressed. A compressed
 * message that comes in fragments is collected first. What cannot be read ends the connection.
 */
final class MessageInflater extends ChannelInboundHandlerAdapter {
  private static final int COMPRESSED = 4;

  /** A message that is not what it says it is. */
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }

  private final Inflation inflation;
  private @Nullable CompositeByteBuf collected;
  private boolean isText;
  private boolean broken;

  MessageInflater(Inflation inflation) {
    this.inflation = inflation;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof WebSocketFrame frame) || !isData(frame)) {
      ctx.fireChannelRead(message);
    } else if (broken) {
      frame.release();
    } else if (frame.rsv() == COMPRESSED && !(frame instanceof ContinuationWebSocketFrame)) {
      isText = frame instanceof TextWebSocketFrame;
      collect(ctx, frame);
    } else if (frame.rsv() != 0) {
      frame.release();
      fail(ctx, new Unreadable("reserved bits are set: " + frame.rsv()));
    } else if (collected != null) {
      collect(ctx, frame);
    } else {
      ctx.fireChannelRead(frame);
    }
  }

  private static boolean isData(WebSocketFrame frame) {
    return frame instanceof TextWebSocketFrame
        || frame instanceof BinaryWebSocketFrame
        || frame instanceof ContinuationWebSocketFrame;
  }

  private void collect(ChannelHandlerContext ctx, WebSocketFrame frame) {
    CompositeByteBuf whole = collected;
    if (whole == null) {
      whole = ctx.alloc().compositeBuffer(16);
      collected = whole;
    } else if (!(frame instanceof ContinuationWebSocketFrame)) {
      frame.release();
      fail(ctx, new Unreadable("a message begins within another"));
      return;
    }
    whole.addComponent(true, frame.content());
    if (whole.readableBytes() > inflation.mostBytes()) {
      fail(ctx, tooBig());
    } else if (frame.isFinalFragment()) {
      pass(ctx, whole);
    }
  }

  private void pass(ChannelHandlerContext ctx, ByteBuf whole) {
    try {
      ByteBuf content = inflation.inflate(whole);
      if (content == null) {
        fail(ctx, tooBig());
        return;
      }
      forget();
      ctx.fireChannelRead(
          isText ? new TextWebSocketFrame(content) : new BinaryWebSocketFrame(content));
    } catch (DataFormatException e) {
      fail(ctx, new Unreadable("not a deflated message"));
    }
  }

  private static RuntimeException tooBig() {
    return new CorruptedWebSocketFrameException(
        WebSocketCloseStatus.MESSAGE_TOO_BIG, "the message is too big");
  }

  private void fail(ChannelHandlerContext ctx, RuntimeException cause) {
    broken = true;
    forget();
    ctx.fireExceptionCaught(cause);
  }

  private void forget() {
    ReferenceCountUtil.release(collected);
    collected = null;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    forget();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    forget();
    ctx.fireChannelInactive();
  }
}
