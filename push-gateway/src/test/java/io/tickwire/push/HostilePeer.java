package io.tickwire.push;

import io.tickwire.push.HostileScript.Ending;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Plays one script on a raw socket that never blocks. Confined to one thread. */
final class HostilePeer implements AutoCloseable {
  private static final int READ_BYTES = 65_536;

  private final long number;
  private final HostileScript script;
  private final Heard heard;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteBuffer in;
  private ByteBuffer out;
  private boolean framesSent;
  private boolean ended;

  /**
   * @param number of the script, for a failure's message
   * @param in may be shared by all peers of a thread
   */
  HostilePeer(long number, HostileScript script, int port, Selector selector, ByteBuffer in)
      throws IOException {
    this.number = number;
    this.script = script;
    this.in = in;
    this.heard = new Heard(script.asksForWebSocket());
    this.out = script.opening().duplicate();
    this.channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.configureBlocking(false);
    this.key = channel.register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE, this);
  }

  static ByteBuffer buffer() {
    return ByteBuffer.allocateDirect(READ_BYTES);
  }

  /** Reads and writes what can be at once. */
  void proceed() {
    write();
    read();
    if (!framesSent && heard.isUpgraded()) {
      framesSent = true;
      out = script.frames().duplicate();
      write();
    }
    if (!isOver()) {
      boolean more = out.hasRemaining();
      key.interestOps(more ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }
  }

  /** What breaks here was broken by the server; what it said before can still be read. */
  private void write() {
    try {
      while (out.hasRemaining() && channel.write(out) > 0) {
        // As much as the socket takes.
      }
    } catch (IOException e) {
      out = ByteBuffer.allocate(0);
    }
  }

  private void read() {
    try {
      int bytes = channel.read(in.clear());
      while (bytes > 0) {
        heard.take(in.flip());
        bytes = channel.read(in.clear());
      }
      ended |= bytes < 0;
    } catch (IOException e) {
      ended = true;
    }
  }

  boolean isOver() {
    if (ended || heard.isClosed() || heard.isRefused()) {
      return true;
    }
    boolean allSent = !out.hasRemaining() && framesSent == script.asksForWebSocket();
    if (script.ending() == Ending.LEFT) {
      return allSent;
    }
    return script.ending() == Ending.ANSWERED && allSent && heard.isAnswered();
  }

  HostileScript script() {
    return script;
  }

  Heard heard() {
    return heard;
  }

  /** By a reset or in good order, as the script says. */
  @Override
  public void close() throws IOException {
    key.cancel();
    if (script.abrupt()) {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    }
    channel.close();
  }

  @Override
  public String toString() {
    return "script "
        + number
        + " "
        + script.what()
        + " must be "
        + script.ending()
        + ", unsent="
        + out.remaining()
        + ", heard "
        + heard;
  }
}
