package io.tickwire.benchmarks.push;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** One connection: connects, subscribes and looks for marks. For the thread of all clients. */
final class LoadClient implements MarkerScan.Listener {
  private final SocketChannel channel;
  private final ClientProtocol protocol;
  private final boolean compressed;
  private final int number;
  private final LongPredicate wanted;
  private final Deliveries deliveries;
  private final Runnable whenSubscribed;
  private final MarkerScan scan;
  private @Nullable SelectionKey key;
  private boolean upgraded;
  private boolean subscribed;
  private long last = -1;

  LoadClient(
      SocketChannel channel,
      ClientProtocol protocol,
      boolean compressed,
      int number,
      Deliveries deliveries,
      Runnable whenSubscribed) {
    this.channel = channel;
    this.protocol = protocol;
    this.compressed = compressed;
    this.number = number;
    this.wanted = protocol.wanted().apply(number);
    this.deliveries = deliveries;
    this.whenSubscribed = whenSubscribed;
    this.scan = new MarkerScan(protocol.readyMark());
  }

  void register(Selector selector) throws IOException {
    key = channel.register(selector, SelectionKey.OP_CONNECT, this);
  }

  void onConnected(ByteBuffer upgrade) throws IOException {
    channel.finishConnect();
    channel.write(upgrade);
    requireKey().interestOps(SelectionKey.OP_READ);
  }

  void stopReading() {
    requireKey().interestOps(0);
  }

  private SelectionKey requireKey() {
    if (key == null) {
      throw new IllegalStateException("not registered");
    }
    return key;
  }

  /** False when the server has closed. */
  boolean onReadable(ByteBuffer buffer) throws IOException {
    buffer.clear();
    int read = channel.read(buffer);
    if (read < 0) {
      return false;
    }
    buffer.flip();
    if (!upgraded) {
      upgraded = true;
      requireAgreed(buffer);
      channel.write(protocol.subscribe().apply(number));
    }
    onRead(buffer);
    return true;
  }

  /** What one read brought. */
  void onRead(ByteBuffer bytes) {
    deliveries.beginRead(bytes.remaining());
    if (!compressed) {
      scan.scan(bytes, this);
    } else if (!subscribed) {
      lookForSubscribed(bytes);
    }
    deliveries.endRead();
  }

  private void requireAgreed(ByteBuffer buffer) {
    String answer = StandardCharsets.ISO_8859_1.decode(buffer.duplicate()).toString();
    if (compressed != answer.contains("permessage-deflate")) {
      throw new IllegalStateException("not as asked for: compressed=" + compressed + " " + answer);
    }
  }

  /** Replies of a gateway are too short to be compressed. */
  private void lookForSubscribed(ByteBuffer buffer) {
    if (protocol.isSubscribedAtOnce()) {
      onSubscribed();
    } else {
      scan.scan(buffer, this);
    }
  }

  boolean isSubscribed() {
    return subscribed;
  }

  @Override
  public void onSubscribed() {
    subscribed = true;
    whenSubscribed.run();
  }

  @Override
  public void onEvent(long sequence, long intendedNs) {
    if (sequence == last + 1 && wanted.test(sequence)) {
      last = sequence;
    } else {
      onOutOfLine(sequence);
    }
    deliveries.onEvent(intendedNs);
  }

  /** Something was not wanted, or is missing, or came again. */
  private void onOutOfLine(long sequence) {
    for (long between = last + 1; last >= 0 && between < sequence; between++) {
      if (wanted.test(between)) {
        deliveries.onGap();
      }
    }
    if (sequence <= last || !wanted.test(sequence)) {
      deliveries.onRepeat();
    }
    last = Math.max(last, sequence);
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
