package io.tickwire.benchmarks.push;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One connection: connects, subscribes and looks for marks. For the thread of all clients. */
final class LoadClient implements MarkerScan.Listener {
  private final SocketChannel channel;
  private final ClientProtocol protocol;
  private final boolean compressed;
  private final int number;
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
    deliveries.reads.incrementAndGet();
    deliveries.bytes.addAndGet(read);
    buffer.flip();
    if (!upgraded) {
      upgraded = true;
      requireAgreed(buffer);
      channel.write(protocol.subscribe().apply(number));
    }
    if (!compressed) {
      scan.scan(buffer, this);
    } else if (!subscribed) {
      lookForSubscribed(buffer);
    }
    return true;
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
    long missed = 0;
    for (long between = last + 1; last >= 0 && between < sequence; between++) {
      missed += protocol.wanted().test(number, between) ? 1 : 0;
    }
    boolean isWrong = sequence <= last || !protocol.wanted().test(number, sequence);
    deliveries.onEvent(missed, isWrong, intendedNs);
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
