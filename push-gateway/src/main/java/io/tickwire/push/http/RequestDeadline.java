package io.tickwire.push.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a connection whose request does not come whole within a time: from its first byte, or from
 * the connecting, to the last byte of its body. Between requests, and once it is a WebSocket, a
 * connection may be silent. It stands where bytes come in, and has a part of itself stand where
 * requests have been read. Confined to the connection's event loop.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {
  private static final String BYTES = "tickwire-request-deadline";
  private static final String REQUESTS = "tickwire-request-read";
  private static final String VERTX = "handler";

  private final long timeoutMs;
  private final Runnable onCut;
  private @Nullable Future<?> running;

  private RequestDeadline(long timeoutMs, Runnable onCut) {
    this.timeoutMs = timeoutMs;
    this.onCut = onCut;
  }

  /**
   * @param onCut is run when a connection was cut
   */
  static void watch(HttpConnection connection, long timeoutMs, Runnable onCut) {
    if (connection instanceof HttpServerConnection internal) {
      ChannelPipeline pipeline = internal.channelHandlerContext().pipeline();
      if (pipeline.get(VERTX) != null && pipeline.get(BYTES) == null) {
        RequestDeadline deadline = new RequestDeadline(timeoutMs, onCut);
        pipeline.addFirst(BYTES, deadline);
        pipeline.addBefore(VERTX, REQUESTS, deadline.new Requests());
      }
    }
  }

  /** It is a WebSocket now, with rules of its own. */
  static void lift(ServerWebSocket socket) {
    if (socket instanceof WebSocketInternal internal) {
      ChannelPipeline pipeline = internal.channelHandlerContext().pipeline();
      if (pipeline.get(BYTES) != null) {
        pipeline.remove(BYTES);
        pipeline.remove(REQUESTS);
      }
    }
  }

  /** Sees what was made of the bytes. */
  private final class Requests extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof LastHttpContent) {
        cancel();
      }
      context.fireChannelRead(message);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    begin(context);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    begin(context);
    context.fireChannelRead(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    cancel();
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    cancel();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for the closing.
  private void begin(ChannelHandlerContext context) {
    if (running == null) {
      running =
          context
              .executor()
              .schedule(
                  () -> {
                    onCut.run();
                    context.close();
                  },
                  timeoutMs,
                  TimeUnit.MILLISECONDS);
    }
  }

  private void cancel() {
    Future<?> pending = running;
    if (pending != null) {
      pending.cancel(false);
      running = null;
    }
  }
}
