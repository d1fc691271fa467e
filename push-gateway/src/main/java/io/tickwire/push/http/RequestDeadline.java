package io.tickwire.push.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
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
 * the connecting, to the last byte of its body. Once a request is answered, the next may be awaited
 * for longer; while it is answered, and once it is a WebSocket, for ever. It stands where bytes
 * come in, and has a part of itself stand where requests have been read. Confined to the
 * connection's event loop.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {
  private static final String BYTES = "tickwire-request-deadline";
  private static final String REQUESTS = "tickwire-request-read";
  private static final String VERTX = "handler";

  private final long timeoutMs;
  private final long idleMs;
  private final Runnable onCut;
  private @Nullable Future<?> running;
  private boolean idle;

  /** Requests that have come whole, and those that were answered. */
  private long whole;

  private long answered;

  private RequestDeadline(long timeoutMs, long idleMs, Runnable onCut) {
    this.timeoutMs = timeoutMs;
    this.idleMs = idleMs;
    this.onCut = onCut;
  }

  /**
   * @param timeoutMs for a request
   * @param idleMs between an answer and the next request
   * @param onCut is run when a connection was cut in the midst of a request
   */
  static void watch(HttpConnection connection, long timeoutMs, long idleMs, Runnable onCut) {
    if (connection instanceof HttpServerConnection internal) {
      ChannelPipeline pipeline = internal.channelHandlerContext().pipeline();
      if (pipeline.get(VERTX) != null && pipeline.get(BYTES) == null) {
        RequestDeadline deadline = new RequestDeadline(timeoutMs, idleMs, onCut);
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

  /** Sees what was made of the bytes, and what is answered. */
  private final class Requests extends ChannelDuplexHandler {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof LastHttpContent) {
        cancel();
        whole++;
        awaitNext(context);
      }
      context.fireChannelRead(message);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // Its promise is the writer's.
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      context.write(message, promise);
      if (message instanceof LastHttpContent && !isInterim(message)) {
        answered++;
        awaitNext(context);
      }
    }

    private static boolean isInterim(Object message) {
      return message instanceof HttpResponse response
          && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    /** Some are answered before they have come whole, some come before others are answered. */
    private void awaitNext(ChannelHandlerContext context) {
      if (whole == answered && running == null) {
        idle = true;
        schedule(context, idleMs, () -> cut(context));
      }
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

  private void begin(ChannelHandlerContext context) {
    if (idle) {
      cancel();
    }
    if (running == null) {
      schedule(
          context,
          timeoutMs,
          () -> {
            onCut.run();
            cut(context);
          });
    }
  }

  private void schedule(ChannelHandlerContext context, long afterMs, Runnable task) {
    running = context.executor().schedule(task, afterMs, TimeUnit.MILLISECONDS);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for the closing.
  private static void cut(ChannelHandlerContext context) {
    context.close();
  }

  private void cancel() {
    idle = false;
    Future<?> pending = running;
    if (pending != null) {
      pending.cancel(false);
      running = null;
    }
  }
}
