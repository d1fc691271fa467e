package io.tickwire.push.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;

/**
 * Agrees on permessage-deflate in Vert.x's place, whose own would keep a compressor for each
 * connection. Confined to one event loop.
 */
final class DeflateDoor implements AutoCloseable {
  private static final String DECODER = "inflating-decoder";

  private final Inflation inflation;

  /**
   * @param maxMessageBytes of a client's message, compressed or not
   */
  DeflateDoor(int maxMessageBytes) {
    this.inflation = new Inflation(maxMessageBytes);
  }

  /**
   * Answers the offer in the request, if it holds one that can be taken.
   *
   * @return whether the socket is to be {@link #open opened}
   */
  boolean agree(HttpServerRequest request) {
    String offers = String.join(",", request.headers().getAll(PerMessageDeflate.HEADER));
    String answer =
        "13".equals(request.getHeader("Sec-WebSocket-Version"))
            ? PerMessageDeflate.answer(offers)
            : null;
    if (answer == null) {
      return false;
    }
    request.response().putHeader(PerMessageDeflate.HEADER, answer);
    return true;
  }

  /** Lets compressed messages through: before it, they are a violation of the protocol. */
  void open(ServerWebSocket socket) {
    ChannelHandlerContext vertx = ((WebSocketInternal) socket).channelHandlerContext();
    ChannelPipeline pipeline = vertx.pipeline();
    WebSocketDecoderConfig decoder =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(inflation.mostBytes())
            .allowExtensions(true)
            .build();
    pipeline.replace(WebSocket13FrameDecoder.class, DECODER, new WebSocket13FrameDecoder(decoder));
    pipeline.addBefore(vertx.name(), "inflater", new MessageInflater(inflation));
  }

  @Override
  public void close() {
    inflation.close();
  }
}
