package io.tickwire.push.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates the messages of all clients of one event loop, of which none refers to an earlier one.
 * Confined to the event loop.
 */
final class Inflation implements AutoCloseable {
  /** What a sender leaves out at the end of each message. */
  private static final byte[] LEFT_OUT = {0, 0, (byte) 0xff, (byte) 0xff};

  private static final int FIRST_BYTES = 1_024;

  private final int mostBytes;
  private final Inflater inflater = new Inflater(true);

  /**
   * @param mostBytes of a message, before and after
   */
  Inflation(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  int mostBytes() {
    return mostBytes;
  }

  /**
   * @return an unpooled buffer; null when the message is larger than it may be
   * @throws DataFormatException when it is no deflated message
   */
  @Nullable ByteBuf inflate(ByteBuf message) throws DataFormatException {
    byte[] in = new byte[message.readableBytes() + LEFT_OUT.length];
    message.getBytes(message.readerIndex(), in, 0, message.readableBytes());
    System.arraycopy(LEFT_OUT, 0, in, message.readableBytes(), LEFT_OUT.length);
    byte[] out = new byte[Math.min(FIRST_BYTES, mostBytes + 1)];
    int length = 0;
    try {
      inflater.setInput(in);
      while (true) {
        int more = inflater.inflate(out, length, out.length - length);
        length += more;
        if (length > mostBytes) {
          return null;
        }
        if (length == out.length) {
          out = Arrays.copyOf(out, Math.min(out.length * 4, mostBytes + 1));
        } else if (more == 0) {
          return whole(out, length);
        }
      }
    } finally {
      inflater.reset();
    }
  }

  private ByteBuf whole(byte[] out, int length) throws DataFormatException {
    // A final block ends the stream before the four bytes are read: that is allowed.
    if (!inflater.needsInput() && !inflater.finished()) {
      throw new DataFormatException("the message does not end where its data does");
    }
    return Unpooled.wrappedBuffer(out, 0, length);
  }

  @Override
  public void close() {
    inflater.end();
  }
}
