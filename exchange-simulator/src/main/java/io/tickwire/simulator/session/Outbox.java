package io.tickwire.simulator.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import org.jspecify.annotations.Nullable;

/**
 * The text frames a socket is still to get. Each stays a message of its own; those of one turn of
 * the event loop leave in one write, because a system call for each would cost more than all the
 * rest of the simulator.
 *
 * <p>Confined to the socket's event loop. All text of a session goes this way: Vert.x's own queue
 * beside it would put frames out of order.
 */
final class Outbox {

  private static final int TEXT = 0x81;
  private static final int TWO_BYTE_LENGTH = 126;
  private static final int EIGHT_BYTE_LENGTH = 127;
  private static final int MOST_IN_TWO_BYTES = 0xffff;
  private static final int FIRST_BYTES = 4 * 1024;

  /** More than this is written before the turn is over. */
  private static final int MOST_BYTES = 128 * 1024;

  private final ChannelHandlerContext channel;
  private @Nullable ByteBuf unsent;

  Outbox(ServerWebSocket socket) {
    this.channel = ((WebSocketInternal) socket).channelHandlerContext();
  }

  /** Takes the first {@code length} bytes, which are UTF-8 text. */
  void add(byte[] text, int length) {
    ByteBuf frames = unsent;
    if (frames == null) {
      frames = channel.alloc().directBuffer(FIRST_BYTES);
      unsent = frames;
    }
    frames.writeByte(TEXT);
    if (length < TWO_BYTE_LENGTH) {
      frames.writeByte(length);
    } else if (length <= MOST_IN_TWO_BYTES) {
      frames.writeByte(TWO_BYTE_LENGTH).writeShort(length);
    } else {
      frames.writeByte(EIGHT_BYTE_LENGTH).writeLong(length);
    }
    frames.writeBytes(text, 0, length);
    if (frames.readableBytes() > MOST_BYTES) {
      flush();
    }
  }

  // A write that fails ends the connection, which the session is told of.
  @SuppressWarnings("FutureReturnValueIgnored")
  void flush() {
    ByteBuf frames = unsent;
    if (frames != null) {
      unsent = null;
      channel.writeAndFlush(frames, channel.voidPromise());
    }
  }

  /** Forgets what nobody will read. */
  void discard() {
    ByteBuf frames = unsent;
    if (frames != null) {
      unsent = null;
      frames.release();
    }
  }

  /** Whether more waits for the peer than the socket's limit; a peer that left does not wait. */
  boolean isFull() {
    return channel.channel().isActive() && !channel.channel().isWritable();
  }
}
